export function Batches() {
  return <p>Batches</p>;
}

export function Log() {
  return <p>Log</p>;
}

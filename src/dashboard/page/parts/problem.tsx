/** Why something cannot be shown, in the service's own words. */
export function Problem({ error }: { error: Error }) {
  return (
    <p class="error" role="alert">
      {error.message}
    </p>
  );
}

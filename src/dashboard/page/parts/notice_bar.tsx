import { notice } from '../state/notice.ts';

/** The result of the last thing that was asked for; lies over the page, so that nothing moves. */
export function NoticeBar() {
  const shown = notice.value;
  return (
    <div class="notices" role="status">
      {shown && (
        <p class={`notice is-${shown.kind}`}>
          {shown.text}
          <button
            type="button"
            class="link"
            onClick={() => {
              notice.value = null;
            }}
          >
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}

import type { KeyLine } from '../../../defects/answer_key.ts';
import { cutOf, sourceOf } from '../../../defects/op.ts';
import type { BatchLine } from '../api/batch_lines.ts';
import { words } from '../format.ts';
import { type BatchAddress, hashOf } from '../state/address.ts';
import { annotate, type Segment } from './annotate.ts';
import { bytesWords, SCOPE_WORDS } from './defect_words.ts';
import { Text } from './text.tsx';

type LineProps = { address: BatchAddress; line: BatchLine; isTarget: boolean };

/** A line as it was published, with its defect marked in it and told beside it. */
export function Line({ address, line: { line, raw, defect }, isTarget }: LineProps) {
  return (
    <li
      class={['line', defect && 'is-dirty', isTarget && 'is-target'].filter(Boolean).join(' ')}
      data-testid="line"
      data-line={line}
      tabIndex={isTarget ? -1 : undefined}
    >
      <span class="line-number">{line}</span>
      <code>
        {annotate(raw, defect?.ops ?? []).map((segment, i) => (
          <Piece key={i} segment={segment} />
        ))}
      </code>
      {defect && <Note address={address} defect={defect} />}
    </li>
  );
}

function Piece({ segment: { text, mark } }: { segment: Segment }) {
  if (mark === null) return <Text text={text} />;
  const extent = mark.op.op === 'copy' ? 'whole' : undefined;
  return (
    <>
      {mark.before !== '' && (
        <del class={extent}>
          <Text text={mark.before} />
        </del>
      )}
      {text !== '' && (
        <mark class={extent}>
          <Text text={text} />
        </mark>
      )}
    </>
  );
}

function Note({ address, defect }: { address: BatchAddress; defect: KeyLine }) {
  const { kind, fields, dimension, scope, ops, byte_offset } = defect;
  return (
    <div class="note">
      <p>
        <strong>{words(kind)}</strong> in <span class="fields">{fields.join(', ')}</span>
      </p>
      <p class="detail">
        {dimension}, {SCOPE_WORDS[scope]}
      </p>
      {ops.map((op) => {
        if (op.op === 'bytes') {
          return (
            <p key={op.path} class="detail">
              {bytesWords(op)} (
              <a href={hashOf(address, 'raw', byte_offset + cutOf(op).offset)}>see it there</a>)
            </p>
          );
        }
        if (op.op !== 'copy') return null;
        return (
          <p key={op.path} class="detail">
            repeats <a href={hashOf(address, 'lines', sourceOf(op))}>line {sourceOf(op)}</a>; what stood here
            is struck out
          </p>
        );
      })}
    </div>
  );
}

import type { EventType } from './fields.ts';

/** What is known of one event of a driver. */
export type DriverEvent = {
  /** 1-based. */
  readonly line: number;
  /** Null if it cannot be read: then it was any of them. */
  readonly type: EventType | null;
  /** Where the truck stood, to compare; null if that cannot be read. */
  readonly place: string | null;
};

// A driver's states. A delivery is due right after a stop; later it is possible, but rare.
const PARKED = 0;
const JUST_STOPPED = 1;
const DRIVING = 2;
const STATES = [PARKED, JUST_STOPPED, DRIVING] as const;
type State = (typeof STATES)[number];

type Step = { readonly type: EventType; readonly to: State; readonly cost: number };

// What an explanation costs: a lone delivery next to nothing, a wrong event type and a lost event the same.
const LONE_DELIVERY = 1;
const WRONG_TYPE = 100;
const LOST_EVENT = 100;
/** What cannot be, as far as is known: only if nothing else explains what is seen. */
const UNEXPLAINED = 10_000;

const STEPS: Readonly<Record<State, readonly Step[]>> = {
  [PARKED]: [
    { type: 'start driving', to: DRIVING, cost: 0 },
    { type: 'delivered', to: PARKED, cost: LONE_DELIVERY },
  ],
  [JUST_STOPPED]: [
    { type: 'start driving', to: DRIVING, cost: 0 },
    { type: 'delivered', to: PARKED, cost: 0 },
  ],
  [DRIVING]: [{ type: 'stopped driving', to: JUST_STOPPED, cost: 0 }],
};

/** Where an event that is lost would have taken the driver. A lost delivery leaves no trace. */
const AFTER_LOST: Readonly<Record<State, State>> = {
  [PARKED]: DRIVING,
  [JUST_STOPPED]: DRIVING,
  [DRIVING]: JUST_STOPPED,
};

/** One way from before an event to after it. */
type Edge = { readonly from: State; readonly to: State; readonly cost: number; readonly isWrong: boolean };

/**
 * The lines of events that cannot have happened, given all events of one driver in a batch in order. Every driver begins and ends
 * parked, starts, stops, and delivers only while parked.
 *
 * Where that does not hold, there may be several explanations: an event's type is wrong (it is one that was impossible just
 * then), or events are lost (`lostBetween` two lines), and each must agree with where the truck stood. The cheapest ones are
 * compared, and an event is impossible if it is wrong in all of them. So one wrong event is not blamed on its neighbours,
 * and where a line that went missing explains as much, nobody is accused.
 */
export function impossibleEvents(
  events: readonly DriverEvent[],
  lostBetween: (line: number, otherLine: number) => boolean,
): number[] {
  if (isPossible(events)) return [];
  const lossCost = (line: number, otherLine: number) =>
    lostBetween(line, otherLine) ? LOST_EVENT : UNEXPLAINED;
  const edges = events.map((event, i) => {
    const before = events[i - 1] ?? null;
    return edgesOf(event, before, lossCost(before?.line ?? 0, event.line));
  });
  const lossAtEnd = lossCost(events.at(-1)!.line, Number.POSITIVE_INFINITY);

  // Cheapest way from the batch's beginning to each state before event i, and from there to its end.
  const costBefore = [[0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]];
  for (const step of edges) {
    const costs = costBefore.at(-1)!;
    costBefore.push(
      STATES.map((state) =>
        least(
          step.filter(({ to }) => to === state),
          ({ from }) => costs[from]!,
        ),
      ),
    );
  }
  let costAfter = [0, 0, lossAtEnd];
  const cheapest = Math.min(...STATES.map((state) => costBefore.at(-1)![state]! + costAfter[state]!));

  const impossible: number[] = [];
  for (let i = events.length - 1; i >= 0; i--) {
    const rest = costAfter;
    const right = edges[i]!.filter(({ isWrong }) => !isWrong);
    if (least(right, ({ from, to }) => costBefore[i]![from]! + rest[to]!) > cheapest) {
      impossible.push(events[i]!.line);
    }
    costAfter = STATES.map((state) =>
      least(
        edges[i]!.filter(({ from }) => from === state),
        ({ to }) => rest[to]!,
      ),
    );
  }
  return impossible.reverse();
}

function least(edges: readonly Edge[], costElsewhere: (edge: Edge) => number): number {
  return Math.min(...edges.map((edge) => edge.cost + costElsewhere(edge)));
}

/** Whether the events are as they should be; types that cannot be read fit wherever one does. */
function isPossible(events: readonly DriverEvent[]): boolean {
  let states = new Set<State>([PARKED]);
  for (const { type } of events) {
    const steps = [...states].flatMap((state) => STEPS[state]);
    states = new Set(steps.filter((step) => type === null || type === step.type).map(({ to }) => to));
  }
  return states.has(PARKED) || states.has(JUST_STOPPED);
}

/** All that may have happened from one event to the next: nothing that is not seen, a lost event, or a lost trip. */
function edgesOf(event: DriverEvent, before: DriverEvent | null, lossCost: number): Edge[] {
  const hasMoved = movedBetween(before, event);
  return STATES.flatMap((from) => {
    const afterOne = AFTER_LOST[from];
    const gaps = [
      { state: from, hasStop: false, cost: 0 },
      { state: afterOne, hasStop: from === DRIVING, cost: lossCost },
      { state: AFTER_LOST[afterOne], hasStop: true, cost: 2 * lossCost },
    ];
    return gaps.flatMap((gap) =>
      readings(event, gap.state).map((step): Edge => {
        // A truck is elsewhere if and only if it was driven there, to this stop or to one that is lost.
        const isElsewhere = gap.hasStop || step.type === 'stopped driving';
        const isAsSeen = hasMoved === null || hasMoved === isElsewhere;
        const cost = gap.cost + step.cost + (isAsSeen ? 0 : UNEXPLAINED);
        return { from, to: step.to, cost, isWrong: step.isWrong };
      }),
    );
  });
}

/** What an event may have been in a state: what it says, or, if that is impossible, what was possible. */
function readings(event: DriverEvent, state: State): (Step & { readonly isWrong: boolean })[] {
  const asWritten = STEPS[state].filter(({ type }) => event.type === null || event.type === type);
  if (asWritten.length > 0) return asWritten.map((step) => ({ ...step, isWrong: false }));
  return STEPS[state].map((step) => ({ ...step, cost: step.cost + WRONG_TYPE, isWrong: true }));
}

/** Whether the truck stands elsewhere than before; null if that cannot be told. */
function movedBetween(before: DriverEvent | null, event: DriverEvent): boolean | null {
  if (before === null || before.place === null || event.place === null) return null;
  return before.place !== event.place;
}

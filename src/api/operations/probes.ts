import { json, operation } from '../openapi/operation.ts';
import { Alive, Ready, VersionAnswer } from '../schemas/service.ts';

export const getLivez = operation({
  id: 'getLivez',
  tag: 'Probes',
  summary: 'Whether it is alive',
  description: 'Needs no token.',
  answers: { 200: json('It answers.', Alive) },
});

export const getReadyz = operation({
  id: 'getReadyz',
  tag: 'Probes',
  summary: 'Whether it is ready',
  description: 'Once the first batches stand and nothing is wrong. Paused is ready. Needs no token.',
  answers: { 200: json('It is ready.', Ready) },
  problems: ['not_ready'],
});

export const getVersion = operation({
  id: 'getVersion',
  tag: 'Probes',
  summary: 'Which Tachograph this is',
  answers: { 200: json('Its version.', VersionAnswer) },
});

import { parentPort } from 'node:worker_threads';
import {
  type Contender,
  fixedOrder,
  type Kind,
  type Learnt,
  present,
  wordCompletion,
  workspaceModel,
} from './contender.ts';
import { chooseHeldOut } from './held-out.ts';
import type { Done, FromThread, Job, Place, SwitchingJob, TypingJob } from './jobs.ts';
import { leaveOut } from './parts.ts';
import { loadEarlier } from './previous.ts';
import { typeCold, typeSession, typeSwitching } from './sessions.ts';
import { everyKey, inEditor } from './typist.ts';

/** A thread of the bench: does one job after the other. */

/** The thread is ended from outside. */
const { signal } = new AbortController();

async function kindOf({ rival, earlier }: TypingJob): Promise<Kind> {
  if (rival === 'words') return wordCompletion;
  if (rival === 'fixed-order') return fixedOrder;
  return workspaceModel(rival === 'earlier' ? await loadEarlier(earlier ?? '') : present);
}

async function typed(job: TypingJob): Promise<Done> {
  const kind = await kindOf(job);
  const scripts = chooseHeldOut(job.place.folders, job.place.language, job.files);
  const version = job.rival === 'earlier' ? job.earlier : '';
  const project =
    job.protocol === 'alone' ? { shards: [] } : await study(kind, job.place, job.files, version);
  const part = job.without === undefined ? undefined : leaveOut(job.without);
  const create = (): Contender => part?.wrap(kind.create()) ?? kind.create();
  const typist = job.inEditor ? inEditor : everyKey;
  const sitting = { create, typist: part?.wrapTypist(typist) ?? typist, signal };
  const type = job.protocol === 'session' ? typeSession : typeCold;
  try {
    return {
      whole: await type(scripts, 'whole', project, sitting),
      runs: await type(scripts, 'runs', project, sitting),
      words: await type(scripts, 'words', project, sitting),
    };
  } finally {
    part?.putBack();
  }
}

async function switched({ places, files, mostKeys }: SwitchingJob): Promise<Done> {
  const kind = workspaceModel(present);
  const stops = [];
  for (const place of places) {
    const scripts = chooseHeldOut(place.folders, place.language, files);
    stops.push({ project: await study(kind, place, files), scripts });
  }
  const sitting = { create: () => kind.create(), typist: everyKey, signal };
  return { whole: await typeSwitching(stops, mostKeys, sitting) };
}

/** What was learnt stays for the next job: few jobs differ in it. */
const studied = new Map<string, Promise<Learnt>>();

function study(kind: Kind, { name, folders, language }: Place, files: number, version = ''): Promise<Learnt> {
  const key = `${name} ${files} ${version}`;
  const heldOut = chooseHeldOut(folders, language, files).map(({ path }) => path);
  const learnt = studied.get(key) ?? kind.study(heldOut, folders, signal);
  studied.set(key, learnt);
  return learnt;
}

async function doneOf(job: Job): Promise<Done> {
  if (job.kind === 'typing') return typed(job);
  if (job.kind === 'switching') return switched(job);
  await study(workspaceModel(present), job.place, job.files);
  return {};
}

async function answer(job: Job): Promise<FromThread> {
  try {
    return { done: await doneOf(job) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (job: Job) => {
  void answer(job).then((message) => parentPort?.postMessage(message, []));
});

import type { Verb } from '../verb';
import { diffVerb } from './diff';
import { generateVerb } from './generate';
import { stagesVerb } from './stages';
import { synthVerb } from './synth';
import { validateVerb } from './validate';

/** Every verb, in the order help shows them. */
export const verbs: readonly Verb[] = [generateVerb, synthVerb, diffVerb, stagesVerb, validateVerb];

import type { Ladder } from '../src/kit/ladder';
import { bootstrapping } from './1-bootstrapping';
import { teamAdoption } from './2-team-adoption';
import { projectOnboarding } from './3-project-onboarding';
import { developerEnablement } from './4-developer-enablement';
import { crossTeam } from './5-cross-team';

/** The five stages, in order. */
export const ladder: Ladder = [bootstrapping, teamAdoption, projectOnboarding, developerEnablement, crossTeam];

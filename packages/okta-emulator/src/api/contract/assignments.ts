import type { AppUserState } from '../../model/app.ts';
import type { Person } from './people.ts';

// GET /apps/:id/people → Page<AssignedPerson> · POST /apps/:id/people {userIds} → {count}
// DELETE /apps/:id/people/:userId → {} · POST /apps/:id/provision {userIds | all: true} → {count}
// GET /apps/:id/groups → {items: AssignedGroup[]} · PUT /apps/:id/groups/:groupId {priority?} → {} · DELETE … → {}
// GET /apps/:id/people/candidates, /apps/:id/groups/candidates → Page<Person>, Page<GroupItem>: not assigned yet

export interface AssignedPerson extends Person {
  readonly state: AppUserState;
  readonly assignedBy: 'Individual' | 'Group';
  readonly viaGroup: { readonly id: string; readonly name: string } | null;
  readonly externalId: string | null;
  readonly lastSync: string | null;
  readonly error: string | null;
}
export interface AssignedGroup {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly members: number;
}

import { toast } from '@rollcall/ui';
import { describeError } from '../data/client.ts';

/** For what is done with one click and has no form to show an error in. */
export const failed = (error: Error): void => toast({ ...describeError(error), tone: 'bad' });

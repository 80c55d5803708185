import type { Command } from 'commander';
import { type CenterChoice, type OperatedCenter, operatedCenter } from '../operations/center.ts';
import { progress } from '../outcome.ts';

/** The stack that bin/nohold.ts makes. */
const defaultStack = 'Nohold';

/** Which center a command is about. */
export const onCenter = (command: Command): Command =>
  command
    .option('--local', 'the center that nohold start runs in this folder; without it, a deployed one')
    .option('--stack <name>', 'the deployed stack', defaultStack)
    .option('--table <name>', 'its table, as the output TableName says; without it, looked up by the stack')
    .option('--region <name>', "its region; without it, the shell's")
    .option('--settings <file>', 'its settings; without it, nohold.config.json, or those the local center runs');

export async function center(choice: CenterChoice): Promise<OperatedCenter> {
  progress('finding the center');
  const found = await operatedCenter(choice);
  progress('');
  return found;
}

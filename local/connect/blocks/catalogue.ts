import type { Block } from './block.ts';
import { checkHoursOfOperation } from './checkHoursOfOperation.ts';
import { checkMetricData } from './checkMetricData.ts';
import { compare } from './compare.ts';
import { createCallbackContact } from './createCallbackContact.ts';
import { disconnectParticipant, endFlowExecution } from './endings.ts';
import { getMetricData } from './getMetricData.ts';
import { getParticipantInput } from './getParticipantInput.ts';
import { invokeLambdaFunction } from './invokeLambdaFunction.ts';
import { loop } from './loop.ts';
import { messageParticipant } from './messageParticipant.ts';
import { messageParticipantIteratively } from './messageParticipantIteratively.ts';
import { updateContactTextToSpeechVoice, updateFlowLoggingBehavior } from './settled.ts';
import { showView } from './showView.ts';
import { transferContactToQueue } from './transferContactToQueue.ts';
import { transferToFlow } from './transferToFlow.ts';
import { updateContactAttributes } from './updateContactAttributes.ts';
import { updateContactCallbackNumber } from './updateContactCallbackNumber.ts';
import { updateContactData } from './updateContactData.ts';
import { updateContactEventHooks } from './updateContactEventHooks.ts';
import { updateContactRecordingBehavior } from './updateContactRecordingBehavior.ts';
import { updateContactRoutingBehavior } from './updateContactRoutingBehavior.ts';
import { updateContactRoutingCriteria } from './updateContactRoutingCriteria.ts';
import { updateContactTargetQueue } from './updateContactTargetQueue.ts';
import { updateFlowAttributes } from './updateFlowAttributes.ts';
import { wait } from './wait.ts';

/** Every block the interpreter runs. */
export const blocks: readonly Block[] = [
  checkHoursOfOperation,
  checkMetricData,
  compare,
  createCallbackContact,
  disconnectParticipant,
  endFlowExecution,
  getMetricData,
  getParticipantInput,
  invokeLambdaFunction,
  loop,
  messageParticipant,
  messageParticipantIteratively,
  showView,
  transferContactToQueue,
  transferToFlow,
  updateContactAttributes,
  updateContactCallbackNumber,
  updateContactData,
  updateContactEventHooks,
  updateContactRecordingBehavior,
  updateContactRoutingBehavior,
  updateContactRoutingCriteria,
  updateContactTargetQueue,
  updateContactTextToSpeechVoice,
  updateFlowAttributes,
  updateFlowLoggingBehavior,
  wait,
];

const byType = new Map(blocks.map((block) => [block.type, block]));

export const blockNamed = (type: string): Block | undefined => byType.get(type);

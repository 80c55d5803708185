import { runtimeSettings } from '../../core/settings/runtime.ts';
import { settingsSchema } from '../../core/settings/schema.ts';
import { type BindWorld, makeBindCallback } from '../../lambdas/bind-callback/bind-callback.ts';
import { request as dialRequest } from '../../lambdas/dial-callback/contract.ts';
import { type DialWorld, makeDialCallback } from '../../lambdas/dial-callback/dial-callback.ts';
import { fromBatches, fromQueue } from '../../lambdas/edge/batch.ts';
import { ledgerRulesOf } from '../../lambdas/ledger-rules.ts';
import { safeAnswer as safeQuote } from '../../lambdas/quote-wait/contract.ts';
import { makeQuoteWait, type QuoteWorld } from '../../lambdas/quote-wait/quote-wait.ts';
import { makeRollUp, type RollUpWorld } from '../../lambdas/roll-up/roll-up.ts';
import { makeSweep, type SweepWorld } from '../../lambdas/sweep/sweep.ts';
import { safeAnswer as safeTake } from '../../lambdas/take-offer/contract.ts';
import type { TakeOfferWorld } from '../../lambdas/take-offer/take-offer.caller.ts';
import { makeTakeOffer } from '../../lambdas/take-offer/take-offer.ts';
import { request as trackRequest } from '../../lambdas/track-contact/contract.ts';
import { makeTrackContact, type TrackWorld } from '../../lambdas/track-contact/track-contact.ts';

/** All that any function's world holds. */
export type World = BindWorld & DialWorld & QuoteWorld & RollUpWorld & SweepWorld & TakeOfferWorld & TrackWorld;

/** The functions as their handlers put them together: what a version of the code is to the simulation. */
export const functions = {
  quoteWait: (world: World) => makeQuoteWait(world),
  takeOffer: (world: World) => makeTakeOffer(world),
  bindCallback: (world: World) => makeBindCallback(world),
  sweep: (world: World) => makeSweep(world),
  rollUp: (world: World) => makeRollUp(world),
  trackContact: (world: World) => fromBatches({ ...world, message: trackRequest, run: makeTrackContact(world) }),
  dialCallback: (world: World) => fromQueue({ ...world, message: dialRequest, run: makeDialCallback(world) }),
};

/** What a flow is told when a function is too slow. */
export const safeAnswers = { quoteWait: safeQuote, takeOffer: safeTake };

export { ledgerRulesOf, runtimeSettings, settingsSchema };

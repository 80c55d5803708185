import { isOptedOut } from '../../core/callbacks/optOut.ts';
import type { BookingRows, Clock } from '../../core/ports.ts';
import type { FreezeRow, ModelRow } from '../../core/rows/center.ts';
import { freezeKey, modelKey, openCallbackKey, optOutKey, windowsKey } from '../../core/rows/keys.ts';
import { slotIn } from './callbacks.ts';
import { live } from './rows.ts';
import type { Table } from './table.ts';
import { bookedIn } from './windows.ts';

export function dynamoBooking(table: Table, clock: Clock): BookingRows {
  return {
    async readForBooking({ callbackKey, customerKey, queue }) {
      const keys = {
        slot: openCallbackKey(callbackKey),
        optOut: optOutKey(customerKey),
        freeze: freezeKey,
        model: modelKey(queue, 'voice'),
        windows: windowsKey(queue),
      };
      const items = await table.getMany(Object.values(keys));
      const find = (key: keyof typeof keys) => items.find(({ pk, sk }) => pk === keys[key].pk && sk === keys[key].sk);
      return {
        slot: slotIn(find('slot'), clock),
        optedOut: isOptedOut(live(find('optOut'), clock)),
        frozen: live<FreezeRow>(find('freeze'), clock)?.frozen ?? false,
        model: live<ModelRow>(find('model'), clock),
        booked: bookedIn(find('windows')),
      };
    },
  };
}

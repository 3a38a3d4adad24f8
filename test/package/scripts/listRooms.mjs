/** Prints the rooms of `nodes/shared` that have a rule: `listRooms.mjs`. */
import { SHARED_ROOMS } from '../../../eslint.rooms.mjs';

console.log(JSON.stringify(Object.keys(SHARED_ROOMS)));

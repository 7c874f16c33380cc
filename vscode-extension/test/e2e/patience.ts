/** How long anything may take on a machine that has much else to do, in milliseconds: whoever waits goes on as soon as it is there. */
export const PATIENCE = 240_000;

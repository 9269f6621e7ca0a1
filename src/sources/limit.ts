/**
 * No source hands out more of one mail than this. It is one byte more than mail/ accepts, so that
 * a mail that was cut here is reported as too large there.
 */
export const mailLimit = 25 * 1024 * 1024 + 1

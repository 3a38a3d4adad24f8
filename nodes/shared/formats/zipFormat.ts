/** What the records of an archive begin with (APPNOTE 4.3). */
export const LOCAL_HEADER = 0x04034b50;
export const DESCRIPTOR = 0x08074b50;
export const DIRECTORY_HEADER = 0x02014b50;
export const DIRECTORY_END = 0x06054b50;
export const ZIP64_DIRECTORY_END = 0x06064b50;
export const ZIP64_LOCATOR = 0x07064b50;

/** Methods of compression. */
export const STORED = 0;
export const DEFLATED = 8;

/** Flags of a member. */
export const ENCRYPTED = 1 << 0;
/** Sizes and CRC come in a data descriptor after the data. */
export const SIZES_FOLLOW = 1 << 3;
/** Names are UTF-8. */
export const UTF_8 = 1 << 11;

/** Stands for a number of 4 bytes that is in the extra field of ZIP64 instead. */
export const IN_ZIP64 = 0xffffffff;

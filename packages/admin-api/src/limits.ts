/** The largest payload of a Library Item, in bytes. */
export const libraryFileLimit = 256 * 1_048_576;

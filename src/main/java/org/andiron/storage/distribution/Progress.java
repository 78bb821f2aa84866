package org.andiron.storage.distribution;

/** Takes what was done of a load. Throws to end it when the server stops. */
interface Progress {

  /** So many more bytes of the file were read. */
  void read(long bytes);

  /** So many concepts were written, of so many. */
  void written(int concepts, int of);
}

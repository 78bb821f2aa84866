package org.andiron.security.authserver.key;

import java.time.Duration;
import java.util.List;

/** Where all nodes have their signing keys. */
interface StoredKeys {

  /** All keys, the newest first. */
  List<StoredKey> load();

  /**
   * Adds a key unless another node has added one just now, and deletes those that nothing can be
   * signed with any more.
   *
   * @param lifetime the newest key is replaced when it is older
   * @param kept how long a key stays after the one that replaced it was made
   */
  void rotate(Duration lifetime, Duration kept);
}

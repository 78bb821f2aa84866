package org.andiron.storage.index;

import java.util.Set;

/**
 * By which of its links in {@code hfj_res_link} a resource is found.
 *
 * @param all whether by all of them
 * @param some by which, if not by all
 */
record SearchableLinks(boolean all, Set<Link> some) {

  static final SearchableLinks ALL = new SearchableLinks(true, Set.of());

  /**
   * A reference to a resource here.
   *
   * @param path as HAPI writes it in {@code hfj_res_link.src_path}
   * @param target type and id
   */
  record Link(String path, String target) {}

  static SearchableLinks only(Set<Link> links) {
    return new SearchableLinks(false, links);
  }
}

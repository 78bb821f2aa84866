package org.andiron.storage.query;

import java.util.List;

/**
 * A search parameter of one or several types.
 *
 * @param paths of a reference, as HAPI writes them in {@code hfj_res_link.src_path}
 * @param targets of a reference; empty for all
 * @param components of a composite
 */
record ParameterDefinition(
    IndexKey key,
    ParameterKind kind,
    List<String> paths,
    List<String> targets,
    List<Component> components) {

  /** A part of a composite; {@code targets} are those of a reference. */
  record Component(String code, ParameterKind kind, List<String> targets) {
    Component {
      targets = List.copyOf(targets);
    }
  }

  String code() {
    return key.code();
  }

  Criterion.Link link() {
    return new Criterion.Link(key, paths, targets);
  }

  /** For a message to who wrote the search. */
  String described() {
    return "The search parameter '" + code() + "' is " + kind.phrase();
  }
}

package org.andiron.security.access.matrix;

import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource of the matrix.
 *
 * @param id as it is stored under
 * @param patients of whose records it is part
 * @param matching whether the queries of granular scopes find it
 * @param first whether it stands for its type and owner where not all are tried
 * @param resource makes it anew, with its id
 */
record MatrixRecord(
    String type,
    String id,
    Set<String> patients,
    boolean matching,
    boolean first,
    Supplier<Resource> resource) {

  String path() {
    return type + "/" + id;
  }
}

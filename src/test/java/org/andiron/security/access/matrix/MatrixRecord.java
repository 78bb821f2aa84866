package org.andiron.security.access.matrix;

import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource of the matrix.
 *
 * @param id as it is stored under
 * @param content what decides who may do what with it
 * @param first whether it stands for its type and owner where not all are tried
 * @param resource makes it anew, with its id
 */
record MatrixRecord(String id, Content content, boolean first, Supplier<Resource> resource) {

  String type() {
    return content.type();
  }

  String path() {
    return type() + "/" + id;
  }
}

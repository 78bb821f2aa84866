package org.andiron.server.operation;

import ca.uhn.fhir.jpa.provider.DiffProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's {@code $diff}, which fails on a version that is not a number and without the two resources
 * to compare; this refuses both.
 */
public class DiffOperation extends DiffProvider {

  @Override
  public IBaseParameters diff(
      IIdType id,
      @Nullable IPrimitiveType<?> fromVersion,
      @Nullable IPrimitiveType<Boolean> includeMeta,
      RequestDetails request) {
    if (fromVersion != null
        && fromVersion.hasValue()
        && !fromVersion.getValueAsString().matches("[0-9]{1,18}")) {
      throw new InvalidRequestException("fromVersion must be the number of a version");
    }
    return super.diff(id, fromVersion, includeMeta, request);
  }

  @Override
  public IBaseParameters diff(
      @Nullable IIdType from,
      @Nullable IIdType to,
      @Nullable IPrimitiveType<Boolean> includeMeta,
      RequestDetails request) {
    if (from == null || !from.hasIdPart() || to == null || !to.hasIdPart()) {
      throw new InvalidRequestException(
          "$diff needs the parameters 'from' and 'to', each a reference such as Patient/1");
    }
    return super.diff(from, to, includeMeta, request);
  }
}

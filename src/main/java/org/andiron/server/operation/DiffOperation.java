package org.andiron.server.operation;

import ca.uhn.fhir.jpa.provider.DiffProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/** HAPI's {@code $diff}, which fails on a version that is not a number; this refuses it. */
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
}

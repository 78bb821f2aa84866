package org.andiron.security.scope;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ResourceType;

/** The resource types of FHIR R4. */
public final class ResourceTypes {

  /** Their names. */
  public static final Set<String> ALL =
      Arrays.stream(ResourceType.values())
          .map(ResourceType::name)
          .collect(Collectors.toUnmodifiableSet());

  private ResourceTypes() {}
}

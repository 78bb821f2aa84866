package org.andiron.server.validation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.ValidateMethodBindingDstu2Plus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps HAPI's own {@code $validate} from being bound: it reads the resource before it validates,
 * and so refuses what it should report.
 */
@Interceptor
final class StockValidateRemoval {

  @Hook(Pointcut.SERVER_PROVIDER_METHOD_BOUND)
  public @Nullable BaseMethodBinding bind(BaseMethodBinding binding) {
    return binding instanceof ValidateMethodBindingDstu2Plus ? null : binding;
  }
}

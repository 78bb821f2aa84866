package org.andiron.storage.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.SearchMethodBinding;
import org.andiron.server.RequestPipeline;
import org.jspecify.annotations.Nullable;

/** Has the parameters of every search checked. It must be registered before any provider is. */
@Interceptor
public final class SearchBindingInterceptor {

  private final SearchRequestReader reader;

  SearchBindingInterceptor(SearchRequestReader reader) {
    this.reader = reader;
  }

  /** Replaces HAPI's binding of our searches; null leaves others to other interceptors. */
  @Hook(value = Pointcut.SERVER_PROVIDER_METHOD_BOUND, order = RequestPipeline.SEARCH_BINDING)
  public @Nullable BaseMethodBinding bind(BaseMethodBinding binding) {
    if (!(binding instanceof SearchMethodBinding)
        || !(binding.getProvider() instanceof SearchProvider provider)) {
      return null;
    }
    return new SearchRequestBinding(
        provider instanceof IResourceProvider typed ? typed.getResourceType() : null,
        binding.getMethod(),
        binding.getContext(),
        provider,
        reader);
  }
}

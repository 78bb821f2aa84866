package org.andiron.visibility;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * HAPI's memory cache, which all callers share. Restricted transactions do not use what depends on
 * the rows that exist for whoever filled it, nor do they leave there that something does not exist.
 */
public class VisibleRowsCache extends MemoryCacheService {

  private static final Set<CacheEnum> OF_ROWS =
      EnumSet.of(
          CacheEnum.RESOURCE_LOOKUP_BY_FORCED_ID,
          CacheEnum.PID_TO_FORCED_ID,
          CacheEnum.MATCH_URL,
          CacheEnum.RESOURCE_CONDITIONAL_CREATE_VERSION,
          CacheEnum.HISTORY_COUNT,
          CacheEnum.PATIENT_IDENTIFIER_TO_FHIR_ID);

  private final ObjectProvider<RestrictedTransactions> transactions;

  VisibleRowsCache(
      JpaStorageSettings settings, ObjectProvider<RestrictedTransactions> transactions) {
    super(settings);
    this.transactions = transactions;
  }

  @Override
  public <K, T> @Nullable T get(CacheEnum cache, K key, Function<K, T> supplier) {
    return isOff(cache) ? supplier.apply(key) : super.get(cache, key, supplier);
  }

  @Override
  public <K, T> @Nullable T getThenPutAfterCommit(CacheEnum cache, K key, Function<K, T> supplier) {
    return isOff(cache) ? supplier.apply(key) : super.getThenPutAfterCommit(cache, key, supplier);
  }

  @Override
  public <K, T> @Nullable T getThenPutAfterCommitIfNotNull(
      CacheEnum cache, K key, Function<K, T> supplier) {
    return isOff(cache)
        ? supplier.apply(key)
        : super.getThenPutAfterCommitIfNotNull(cache, key, supplier);
  }

  @Override
  public <K, V> @Nullable V getIfPresent(CacheEnum cache, K key) {
    if (!isOff(cache)) {
      return super.getIfPresent(cache, key);
    }
    // Which number an id has is the same for all: what is read by it is looked at by its number.
    return cache == CacheEnum.RESOURCE_LOOKUP_BY_FORCED_ID
        ? found(super.getIfPresent(cache, key))
        : null;
  }

  private <V> @Nullable V found(@Nullable V known) {
    return known instanceof List<?> lookups && lookups.stream().allMatch(this::isFound)
        ? known
        : null;
  }

  private boolean isFound(Object lookup) {
    return lookup instanceof IResourceLookup<?> resource
        && resource.getPersistentId() instanceof JpaPid key
        && transactions.getObject().isFound(key);
  }

  @Override
  public <K, V> Map<K, V> getAllPresent(CacheEnum cache, Collection<K> keys) {
    return isOff(cache) ? Map.of() : super.getAllPresent(cache, keys);
  }

  @Override
  public <K, V> void put(CacheEnum cache, K key, V value) {
    if (!isOff(cache) || tellsOfSomething(cache, value)) {
      super.put(cache, key, value);
    }
  }

  @Override
  public <K, V> void putAfterCommit(CacheEnum cache, K key, V value) {
    if (!isOff(cache) || tellsOfSomething(cache, value)) {
      super.putAfterCommit(cache, key, value);
    }
  }

  @Override
  public void invalidateAllCaches() {
    super.invalidateAllCaches();
    transactions.ifAvailable(RestrictedTransactions::forgetNumbers);
  }

  private boolean isOff(CacheEnum cache) {
    return OF_ROWS.contains(cache) && transactions.getObject().isRestricted();
  }

  /** What exists for one caller is true for all who see it. */
  private static boolean tellsOfSomething(CacheEnum cache, Object value) {
    return cache != CacheEnum.HISTORY_COUNT
        && !(value instanceof Optional<?> found && found.isEmpty())
        && !(value instanceof List<?> found && found.isEmpty());
  }
}

package org.andiron.storage.tag;

import ca.uhn.fhir.jpa.dao.CacheTagDefinitionDao;
import ca.uhn.fhir.jpa.dao.data.ITagDefinitionDao;
import ca.uhn.fhir.jpa.model.entity.TagDefinition;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import ca.uhn.fhir.jpa.util.MemoryCacheService.CacheEnum;
import ca.uhn.fhir.jpa.util.MemoryCacheService.TagDefinitionCacheKey;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import jakarta.persistence.EntityManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Definitions of tags and labels, one for each display. HAPI has one for each code, with the
 * display of whoever used the code first: everybody who used it after would read what somebody
 * wrote on a resource that may not exist for them. HAPI also takes a tag without a system for one
 * of any system.
 */
class TagDefinitionsByDisplay extends CacheTagDefinitionDao {

  private static final String OF_TRANSACTION = TagDefinitionsByDisplay.class.getName();

  /**
   * Two of the conditions are for V54's index, which PostgreSQL does not use for the exact ones.
   */
  private static final String SAME =
      """
      select * from hfj_tag_def
      where tag_type = :type
        and coalesce(tag_code, '') = coalesce(cast(:code as varchar), '')
        and md5(coalesce(tag_display, '')) = md5(coalesce(cast(:display as varchar), ''))
        and tag_code is not distinct from cast(:code as varchar)
        and tag_display is not distinct from cast(:display as varchar)
        and tag_system is not distinct from cast(:system as varchar)
        and tag_version is not distinct from cast(:version as varchar)
        and tag_user_selected is not distinct from cast(:selected as boolean)
      order by tag_id limit 1
      """;

  private final ITagDefinitionDao definitions;
  private final MemoryCacheService caches;
  private final EntityManager session;

  TagDefinitionsByDisplay(
      ITagDefinitionDao definitions, MemoryCacheService caches, EntityManager session) {
    super(definitions, caches);
    this.definitions = definitions;
    this.caches = caches;
    this.session = session;
  }

  @Override
  protected @Nullable TagDefinition getTagOrNull(
      TransactionDetails transaction,
      TagTypeEnum type,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String version,
      @Nullable Boolean userSelected) {
    if (StringUtils.isAllBlank(system, code, display)) {
      return null;
    }
    TagDefinition wanted = new TagDefinition(type, system, code, display);
    wanted.setVersion(version);
    wanted.setUserSelected(userSelected);
    Key key = new Key(wanted);
    TagDefinition known = caches.getIfPresent(CacheEnum.TAG_DEFINITION, key);
    if (known != null) {
      return known;
    }
    Map<Key, TagDefinition> ofTransaction =
        transaction.getOrCreateUserData(OF_TRANSACTION, HashMap::new);
    return ofTransaction.computeIfAbsent(
        key,
        it -> {
          TagDefinition found = found(wanted);
          keepOnceCommitted(it, found);
          return found;
        });
  }

  private TagDefinition found(TagDefinition wanted) {
    List<TagDefinition> same =
        session
            .unwrap(Session.class)
            .createNativeQuery(SAME, TagDefinition.class)
            // Else Hibernate would first write down all that waits to be written.
            .addSynchronizedEntityClass(TagDefinition.class)
            .setParameter("type", wanted.getTagType().ordinal())
            .setParameter("code", wanted.getCode())
            .setParameter("display", wanted.getDisplay())
            .setParameter("system", wanted.getSystem())
            .setParameter("version", wanted.getVersion())
            .setParameter("selected", wanted.getUserSelected())
            .getResultList();
    return same.isEmpty() ? definitions.save(wanted) : same.get(0);
  }

  private void keepOnceCommitted(Key key, TagDefinition definition) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            caches.put(CacheEnum.TAG_DEFINITION, key, definition);
          }
        });
  }

  /** HAPI's does not look at all of a definition. */
  private static final class Key extends TagDefinitionCacheKey {

    private final List<@Nullable Object> parts;

    Key(TagDefinition definition) {
      super(
          definition.getTagType(),
          definition.getSystem(),
          definition.getCode(),
          definition.getVersion(),
          definition.getUserSelected());
      parts =
          Arrays.asList(
              definition.getTagType(),
              definition.getSystem(),
              definition.getCode(),
              definition.getDisplay(),
              definition.getVersion(),
              definition.getUserSelected());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && parts.equals(key.parts);
    }

    @Override
    public int hashCode() {
      return parts.hashCode();
    }
  }
}

package org.andiron.storage.tag;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTag;
import ca.uhn.fhir.jpa.model.entity.TagDefinition;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An update that calls a tag something else changes its display: HAPI would keep the tag as it was.
 */
@Interceptor
public final class TagDisplayInterceptor {

  private final EntityManager session;

  TagDisplayInterceptor(EntityManager session) {
    this.session = session;
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.TAG_DISPLAYS)
  public void updating(@Nullable IBaseResource before, IBaseResource after) {
    if (!(before instanceof Resource stored) || !(after instanceof Resource resource)) {
      return;
    }
    Meta meta = resource.getMeta();
    if (!meta.hasTag() && !meta.hasSecurity()) {
      return;
    }
    ResourceTable row = session.find(ResourceTable.class, (JpaPid) IDao.RESOURCE_PID.get(stored));
    if (row != null && row.isHasTags()) {
      row.getTags().removeIf(it -> isCalledOtherwise(it, meta));
    }
  }

  private static boolean isCalledOtherwise(ResourceTag stored, Meta meta) {
    TagDefinition definition = stored.getTag();
    if (definition == null) {
      return false;
    }
    List<Coding> now =
        definition.getTagType() == TagTypeEnum.TAG ? meta.getTag() : meta.getSecurity();
    return definition.getTagType() != TagTypeEnum.PROFILE
        && now.stream()
            .anyMatch(
                it ->
                    isSame(it, definition)
                        && !Objects.equals(it.getDisplay(), definition.getDisplay()));
  }

  private static boolean isSame(Coding tag, TagDefinition definition) {
    return Objects.equals(tag.getSystem(), definition.getSystem())
        && Objects.equals(tag.getCode(), definition.getCode())
        && Objects.equals(tag.getVersion(), definition.getVersion())
        && Objects.equals(
            tag.hasUserSelected() ? tag.getUserSelected() : null, definition.getUserSelected());
  }
}

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
 * And a label stays what it is when it is sent back as it was read: HAPI does not show its version,
 * nor whether a user chose it, and would store another beside it.
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
    JpaPid number = (JpaPid) IDao.RESOURCE_PID.get(stored);
    ResourceTable row = number == null ? null : session.find(ResourceTable.class, number);
    if (row != null && row.isHasTags()) {
      row.getTags().forEach(it -> complete(it.getTag(), meta));
      row.getTags().removeIf(it -> isCalledOtherwise(it, meta));
    }
  }

  private static void complete(@Nullable TagDefinition stored, Meta meta) {
    if (stored == null || stored.getTagType() != TagTypeEnum.SECURITY_LABEL) {
      return;
    }
    for (Coding label : meta.getSecurity()) {
      boolean isWithout = !label.hasVersion() && !label.hasUserSelected();
      if (isWithout
          && Objects.equals(label.getSystem(), stored.getSystem())
          && Objects.equals(label.getCode(), stored.getCode())) {
        label.setVersion(stored.getVersion());
        if (stored.getUserSelected() != null) {
          label.setUserSelected(stored.getUserSelected());
        }
      }
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

package org.andiron.storage.concepts;

import ca.uhn.fhir.jpa.entity.TermCodeSystem;
import ca.uhn.fhir.jpa.entity.TermCodeSystemVersion;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.andiron.storage.config.BusinessVersion;

/**
 * Removes concepts from HAPI's tables in the transaction that makes them obsolete. HAPI leaves that
 * to a job, and until the job has run, what is obsolete is in the way of a code system that is
 * stored again.
 */
final class StoredConcepts {

  /** Rows that refer to others first. */
  private static final List<String> DELETES =
      List.of(
          "delete from trm_concept_pc_link where codesystem_pid = :version",
          "delete from trm_concept_property where cs_ver_pid = :version",
          "delete from trm_concept_desig where cs_ver_pid = :version",
          "delete from trm_concept where codesystem_pid = :version");

  private final EntityManager entities;

  StoredConcepts(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Forgets the concepts of a resource, and the code system's URL unless other resources hold
   * further versions of it. Of those the highest becomes the current one.
   */
  void removeAllOf(JpaPid resource) {
    Set<TermCodeSystem> systems = new LinkedHashSet<>(removeVersionsOf(resource));
    systems.addAll(
        entities
            .createQuery(
                "select s from TermCodeSystem s where s.myResource.myPid = :resource",
                TermCodeSystem.class)
            .setParameter("resource", resource)
            .getResultList());
    for (TermCodeSystem system : systems) {
      List<TermCodeSystemVersion> others = versionsOf(system);
      if (others.isEmpty()) {
        entities.remove(system);
      } else {
        TermCodeSystemVersion highest =
            others.stream()
                .max(
                    Comparator.comparing(
                        TermCodeSystemVersion::getCodeSystemVersionId, BusinessVersion.ORDER))
                .orElseThrow();
        if (Objects.equals(system.getResource().getId(), resource)) {
          system.setResource(highest.getResource());
        }
        if (system.getCurrentVersion() == null) {
          system.setCurrentVersion(highest);
        }
      }
    }
    entities.flush();
  }

  boolean exist(JpaPid resource) {
    return !versionsOf(resource).isEmpty();
  }

  /** Forgets the concepts of a resource that is about to bring new ones. */
  Set<TermCodeSystem> removeVersionsOf(JpaPid resource) {
    Set<TermCodeSystem> systems = new LinkedHashSet<>();
    for (TermCodeSystemVersion version : versionsOf(resource)) {
      TermCodeSystem system = version.getCodeSystem();
      if (system != null) {
        systems.add(system);
        if (isCurrent(version, system)) {
          system.setCurrentVersion(null);
          entities.flush();
        }
      }
      for (String delete : DELETES) {
        entities
            .createNativeQuery(delete)
            .setParameter("version", version.getPid())
            .executeUpdate();
      }
      entities.remove(version);
    }
    // Hibernate inserts before it deletes; the new version has the same key.
    entities.flush();
    return systems;
  }

  private static boolean isCurrent(TermCodeSystemVersion version, TermCodeSystem system) {
    return system.getCurrentVersion() != null
        && Objects.equals(system.getCurrentVersion().getPid(), version.getPid());
  }

  private List<TermCodeSystemVersion> versionsOf(JpaPid resource) {
    return entities
        .createQuery(
            "select v from TermCodeSystemVersion v where v.myResource.myPid = :resource",
            TermCodeSystemVersion.class)
        .setParameter("resource", resource)
        .getResultList();
  }

  private List<TermCodeSystemVersion> versionsOf(TermCodeSystem system) {
    return entities
        .createQuery(
            "select v from TermCodeSystemVersion v where v.myCodeSystemPid = :system",
            TermCodeSystemVersion.class)
        .setParameter("system", system.getPid())
        .getResultList();
  }
}

package org.andiron.visibility;

import ca.uhn.fhir.batch2.api.IJobInstance;
import ca.uhn.fhir.batch2.model.JobInstance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What exists for a job, as it is kept with it. */
public final class JobVisibility {

  private static final String KEY = "visibility";
  private static final String OWNER = "visibilityOwner";
  private static final String READER = "reader";
  private static final String TYPES = "types";
  private static final String PATIENTS = "patients";
  private static final String QUERY = "query";

  private JobVisibility() {}

  static void set(JobInstance job, Visibility visibility) {
    List<Map<String, Object>> portions = new ArrayList<>();
    for (Portion portion : visibility.portions()) {
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put(TYPES, List.copyOf(portion.types()));
      portion.patients().ifPresent(it -> kept.put(PATIENTS, List.copyOf(it)));
      portion.query().ifPresent(it -> kept.put(QUERY, it));
      portions.add(kept);
    }
    job.addUserData(KEY, portions);
    visibility.owner().ifPresent(it -> job.addUserData(OWNER, it));
  }

  /** What exists for a job; empty if that is everything. What cannot be read is nothing. */
  public static Optional<Visibility> of(IJobInstance job) {
    Object kept = job.getUserData().get(KEY);
    if (kept == null) {
      return Optional.empty();
    }
    List<Portion> portions = new ArrayList<>();
    if (kept instanceof List<?> list) {
      list.forEach(it -> portions.add(portion((Map<?, ?>) it)));
    }
    Optional<String> owner =
        Optional.ofNullable(job.getUserData().get(OWNER)).map(Object::toString);
    return Optional.of(new Visibility(portions, owner));
  }

  static void setReader(JobInstance job, Reader reader) {
    job.addUserData(READER, reader.description());
  }

  /** For whom a job is done; nobody if the server does it. */
  static Optional<Reader> reader(IJobInstance job) {
    return Optional.ofNullable(job.getUserData().get(READER)).map(it -> new Reader(it.toString()));
  }

  private static Portion portion(Map<?, ?> kept) {
    Object patients = kept.get(PATIENTS);
    Object query = kept.get(QUERY);
    return new Portion(
        texts(kept.get(TYPES)),
        patients == null ? Optional.empty() : Optional.of(texts(patients)),
        Optional.ofNullable(query).map(Object::toString));
  }

  private static Set<String> texts(@Nullable Object list) {
    Set<String> texts = new HashSet<>();
    for (Object text : (List<?>) Objects.requireNonNull(list)) {
      texts.add(text.toString());
    }
    return texts;
  }
}

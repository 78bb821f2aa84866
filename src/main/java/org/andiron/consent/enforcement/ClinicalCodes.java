package org.andiron.consent.enforcement;

import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which clinical codes include which, by the code systems that are known here. Of a code system
 * that is not known, a code includes itself only.
 */
final class ClinicalCodes implements CodeSubsumption {

  /** After twice as long, what is remembered here and in the terminology is of now. */
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final int KEPT = 20_000;

  /** Grows or changes whenever a code system is stored, deleted, loaded or removed. */
  private static final String EPOCH =
      """
      select (
          select count(*) || '/' || coalesce(sum(res_ver), 0) from hfj_resource
          where res_type = 'CodeSystem')
        || '/' || (select count(*) || '/' || coalesce(max(id), 0) from andiron.code_system)
      """;

  private final ITermReadSvc terminology;
  private final JdbcTemplate jdbc;
  private final Cache<Code, Set<String>> above =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(REMEMBERED).build();

  private volatile String known = "";

  ClinicalCodes(ITermReadSvc terminology, JdbcTemplate jdbc) {
    this.terminology = terminology;
    this.jdbc = jdbc;
  }

  @Override
  public boolean subsumes(Code general, Code special) {
    return general.equals(special)
        || (general.system().equals(special.system())
            && !general.system().isEmpty()
            && Objects.requireNonNull(above.get(special, this::above)).contains(general.value()));
  }

  private Set<String> above(Code code) {
    Set<String> above = new HashSet<>();
    terminology.findCodesAbove(code.system(), code.value()).forEach(it -> above.add(it.getCode()));
    return above;
  }

  /** The same while the code systems are; what is remembered of others is forgotten. */
  String epoch() {
    String now = Objects.requireNonNull(jdbc.queryForObject(EPOCH, String.class));
    if (!now.equals(known)) {
      above.invalidateAll();
      known = now;
    }
    return now;
  }
}

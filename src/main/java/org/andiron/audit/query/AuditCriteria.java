package org.andiron.audit.query;

import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.andiron.audit.store.SearchTerm;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.Criterion.DateTest;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.TokenMatch.OneOf;
import org.andiron.storage.query.Criterion.TokenValue;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Criterion.UriValue;
import org.andiron.storage.query.UnsupportedSearchException;
import org.jspecify.annotations.Nullable;

/**
 * Turns criteria of searches for AuditEvents into conditions on rows. {@code date} and {@code
 * _lastUpdated} are the time at which this server recorded an event, whatever a foreign one says
 * itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/auditevent.html#search">Search parameters</a>
 */
public final class AuditCriteria {

  private static final String PATIENT = "patient";

  private static final String ACTIONS = "http://hl7.org/fhir/audit-event-action";
  private static final String OUTCOMES = "http://hl7.org/fhir/audit-event-outcome";

  /** Without case and accents, as {@link #folded} does it. */
  private static final String FOLDED =
      "regexp_replace(lower(normalize(it, NFD)), '[\\u0300-\\u036F]', '', 'g')";

  private final List<String> resourceTypes;

  /**
   * @param resourceTypes all there are: what a reference without a type may lead to
   */
  public AuditCriteria(Set<String> resourceTypes) {
    this.resourceTypes = List.copyOf(new TreeSet<>(resourceTypes));
  }

  /**
   * The condition that a criterion comes to.
   *
   * @throws UnsupportedSearchException if the log cannot be searched so
   */
  public AuditCondition condition(Criterion criterion) {
    if (criterion instanceof Criterion.And and) {
      return AuditCondition.all(and.criteria().stream().map(this::condition).toList());
    }
    if (criterion instanceof Criterion.Or or) {
      return AuditCondition.any(or.criteria(), this::condition);
    }
    if (criterion instanceof Criterion.Not not) {
      return condition(not.criterion()).negated();
    }
    if (criterion instanceof Criterion.Nothing) {
      return AuditCondition.NEVER;
    }
    if (criterion instanceof Criterion.Id id) {
      return AuditCondition.any(id.ids(), AuditCriteria::ofId);
    }
    if (criterion instanceof Criterion.LastUpdated updated) {
      return AuditCondition.any(updated.tests(), AuditCriteria::recorded);
    }
    if (criterion instanceof Criterion.Date date && date.key().code().equals("date")) {
      return AuditCondition.any(date.tests(), AuditCriteria::recorded);
    }
    if (criterion instanceof Criterion.Token token && token.match() instanceof OneOf values) {
      return AuditCondition.any(values.values(), it -> token(token.key().code(), it));
    }
    if (criterion instanceof Criterion.StringValue string) {
      return AuditCondition.any(string.values(), it -> string(string, it));
    }
    if (criterion instanceof Criterion.Uri uri
        && uri.match() == UriMatch.EQUALS
        && uri.key().code().equals("policy")) {
      return hasOneOf(
          uri.values().stream().map(it -> SearchTerm.of("policy", written(it))).toList());
    }
    if (criterion instanceof Criterion.Reference reference
        && reference.match() == ReferenceMatch.EQUALS) {
      return reference(reference);
    }
    if (criterion instanceof Criterion.Present present) {
      return present(present.key().code());
    }
    throw new UnsupportedSearchException(
        "The audit log cannot be searched by this parameter, or not with this modifier or chain."
            + " It has the parameters of AuditEvent in R4, _id and _lastUpdated, with the modifiers"
            + " :not, :missing, :exact and :contains.");
  }

  /** All of these conditions; always so if there are none. */
  public static AuditCondition all(List<AuditCondition> conditions) {
    return AuditCondition.all(conditions);
  }

  /** The condition that a row has this id; none has if it is no id of the log. */
  static AuditCondition ofId(String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      return AuditCondition.NEVER;
    }
    if (uuid.version() != 7 || !uuid.toString().equals(id)) {
      return AuditCondition.NEVER;
    }
    Instant from = Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16);
    return AuditCondition.of(
        "(recorded >= ? and recorded < ? and id = ?)",
        time(from),
        time(from.plus(1, ChronoUnit.MILLIS)),
        uuid);
  }

  private static AuditCondition recorded(DateTest test) {
    OffsetDateTime low = time(test.low());
    OffsetDateTime high = time(test.high());
    return switch (test.comparator()) {
      case EQ, AP, PO -> AuditCondition.of("(recorded >= ? and recorded < ?)", low, high);
      case NE -> AuditCondition.of("(recorded < ? or recorded >= ?)", low, high);
      case GT, SA -> AuditCondition.of("recorded >= ?", high);
      case LT, EB -> AuditCondition.of("recorded < ?", low);
      case GE -> AuditCondition.of("recorded >= ?", low);
      case LE -> AuditCondition.of("recorded < ?", high);
    };
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static AuditCondition token(String parameter, TokenValue value) {
    return switch (parameter) {
      case "action" -> code("action", ACTIONS, value);
      case "outcome" -> code("outcome", OUTCOMES, value);
      case "type" -> type(value);
      case "subtype", "entity-type", "site", "altid" -> coded(parameter, value);
      default -> throw unknown(parameter);
    };
  }

  /** Of a code whose system is known. */
  private static AuditCondition code(String column, String implied, TokenValue value) {
    if (value.system() != null && !value.system().equals(implied)) {
      return AuditCondition.NEVER;
    }
    return value.code() == null
        ? AuditCondition.of(column + " is not null")
        : AuditCondition.of(column + " = ?", value.code());
  }

  private static AuditCondition type(TokenValue value) {
    String code = value.code();
    if (value.system() == null) {
      return code == null ? AuditCondition.ALWAYS : endsWith("type", '|' + code);
    }
    return code == null
        ? AuditCondition.of("starts_with(type, ?)", value.system() + '|')
        : AuditCondition.of("type = ?", value.system() + '|' + code);
  }

  private static AuditCondition endsWith(String column, String end) {
    return AuditCondition.of("(right(" + column + ", length(?)) = ?)", end, end);
  }

  private static AuditCondition coded(String parameter, TokenValue value) {
    String code = value.code();
    if (code == null) {
      return value.system() == null
          ? present(parameter)
          : someTerm("starts_with(it, ?)", SearchTerm.of(parameter, value.system() + '|'));
    }
    return hasOneOf(
        List.of(
            value.system() == null
                ? SearchTerm.of(parameter, code)
                : SearchTerm.of(parameter, value.system() + '|' + code)));
  }

  private static AuditCondition string(Criterion.StringValue string, String value) {
    String column =
        switch (string.key().code()) {
          case "agent-name" -> "agent_names";
          case "address" -> "addresses";
          default -> throw unknown(string.key().code());
        };
    return switch (string.match()) {
      case EXACT -> AuditCondition.of("(? = any(" + column + "))", value);
      case CONTAINS -> some(column, "strpos(" + FOLDED + ", ?) > 0", folded(value));
      case STARTS -> some(column, "starts_with(" + FOLDED + ", ?)", folded(value));
      case EQUALS, ENDS, SOUNDS -> throw unknown(string.key().code());
    };
  }

  private AuditCondition reference(Criterion.Reference reference) {
    String parameter = reference.link().key().code();
    List<String> parameters =
        switch (parameter) {
          case "agent", "entity", "source" -> List.of(parameter);
          case PATIENT -> List.of("agent", "entity");
          default -> throw unknown(parameter);
        };
    List<String> terms = new ArrayList<>();
    for (ReferenceValue value : reference.values()) {
      for (String target : targets(parameter, reference.link().targets(), value)) {
        parameters.forEach(it -> terms.add(SearchTerm.of(it, target)));
      }
    }
    return hasOneOf(terms);
  }

  private List<String> targets(String parameter, List<String> declared, ReferenceValue value) {
    if (value instanceof ReferenceValue.Local local) {
      if (local.version() != null) {
        throw new UnsupportedSearchException(
            "The search parameter '"
                + parameter
                + "' finds events of all versions of a resource, and of one version only no others."
                + " Leave the version out.");
      }
      List<String> declaredTypes = declared.isEmpty() ? resourceTypes : declared;
      List<String> types = local.types().isEmpty() ? declaredTypes : local.types();
      return types.stream().map(it -> it + '/' + local.id()).toList();
    }
    return List.of(written(((ReferenceValue.Elsewhere) value).uri()));
  }

  private static String written(UriValue value) {
    return value.version() == null ? value.uri() : value.uri() + '|' + value.version();
  }

  private static AuditCondition present(String parameter) {
    return switch (parameter) {
      case "date", "type" -> AuditCondition.ALWAYS;
      case "action", "outcome" -> AuditCondition.of(parameter + " is not null");
      case "agent-name" -> AuditCondition.of("agent_names <> '{}'");
      case "address" -> AuditCondition.of("addresses <> '{}'");
      case PATIENT ->
          AuditCondition.any(
              List.of("agent=Patient/", "entity=Patient/"),
              it -> someTerm("starts_with(it, ?)", it));
      case "agent", "altid", "entity", "entity-type", "policy", "site", "source", "subtype" ->
          someTerm("starts_with(it, ?)", parameter + '=');
      default -> throw unknown(parameter);
    };
  }

  private static AuditCondition hasOneOf(List<String> terms) {
    return terms.isEmpty() ? AuditCondition.NEVER : AuditCondition.of("terms && ?", terms);
  }

  private static AuditCondition someTerm(String test, String argument) {
    return some("terms", test, argument);
  }

  private static AuditCondition some(String column, String test, @Nullable String argument) {
    return argument == null
        ? AuditCondition.NEVER
        : AuditCondition.of(
            "exists (select from unnest(" + column + ") as it where " + test + ")", argument);
  }

  /** A value of which folding leaves nothing would find all. */
  private static @Nullable String folded(String value) {
    String folded =
        Normalizer.normalize(value, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[\\u0300-\\u036F]", "");
    return folded.isBlank() ? null : folded;
  }

  private static UnsupportedSearchException unknown(String parameter) {
    return new UnsupportedSearchException(
        "The audit log cannot be searched by '" + parameter + "' in this way.");
  }
}

package org.andiron.storage.query;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.andiron.storage.index.CaselessSystems;
import org.andiron.storage.index.IndexNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Rows of resources that exist nowhere else, with numbers that nothing else has. Whatever it does
 * not know, such as a parameter without rows, has no number.
 */
final class TestIndex implements IndexNumbers {

  static final IndexedForms FORMS =
      new IndexedForms() {
        @Override
        public List<String> fold(String text) {
          return List.of(text.toLowerCase(Locale.ROOT));
        }

        @Override
        public List<String> sounds(String text) {
          return List.of(text.substring(0, 1));
        }

        @Override
        public Optional<CanonicalQuantity> canonical(BigDecimal value, String ucumCode) {
          return switch (ucumCode) {
            case "g" -> Optional.of(new CanonicalQuantity("g", value));
            case "mg" -> Optional.of(new CanonicalQuantity("g", value.movePointLeft(3)));
            default -> Optional.empty();
          };
        }
      };

  static final Terminology TERMINOLOGY =
      new Terminology() {
        private Codes listed(Code... codes) {
          return new Codes(List.of(codes), List.of());
        }

        @Override
        public Codes expand(String valueSet) {
          return listed(new Code("urn:a", "1"), new Code("urn:a", "2"), new Code(null, "3"));
        }

        @Override
        public Codes above(String system, String code) {
          return listed(new Code(system, code), new Code(system, "all"));
        }

        @Override
        public Codes below(String system, String code) {
          return listed(new Code(system, code), new Code(system, code + ".1"));
        }
      };

  /** Takes words for the beginning of an id, and finds short ids better. */
  static final TextSearch TEXTS =
      new TextSearch() {
        @Override
        public Sql matches(Criterion.Text text) {
          return Sql.of(
              "select x.res_id from hfj_resource x where x.fhir_id like ?",
              text.alternatives().get(0) + '%');
        }

        @Override
        public Sql score(Criterion.Text text, String resourceId) {
          return Sql.of(
              "(select -length(x.fhir_id) from hfj_resource x where x.res_id = "
                  + resourceId
                  + ')');
        }

        @Override
        public boolean hasWords(String text) {
          return text.chars().anyMatch(Character::isLetterOrDigit);
        }

        @Override
        public Sql matches(List<String> alternatives, Function<String, Sql> ofParameter) {
          return Sql.of("select w.res_id from andiron.idx_words w where ")
              .then(ofParameter.apply("w"))
              .then(" and w.words @@ ?::tsquery", "'" + alternatives.get(0) + "':*");
        }

        @Override
        public Sql score(
            List<String> alternatives, Function<String, Sql> ofParameter, String resourceId) {
          return Sql.of(
                  "(select -length(w.words) from andiron.idx_words w where w.res_id = "
                      + resourceId
                      + " and ")
              .then(ofParameter.apply("w"))
              .then(")");
        }
      };

  private static final long FIRST_ID = 900_000_000_000L;
  private static final Instant UPDATED = Instant.parse("2024-01-01T00:00:00Z");

  private final JdbcOperations jdbc;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private long nextId = FIRST_ID;

  TestIndex(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  SqlCompiler compiler() {
    return compiler(TEXTS);
  }

  SqlCompiler compiler(TextSearch texts) {
    return new SqlCompiler(this, TERMINOLOGY, texts, FORMS);
  }

  /** The ids of what is found, in the order in which it is found; only of rows made here. */
  List<String> find(Search search) {
    return ids(compiler().selectAll(search));
  }

  /** The ids of the first rows of what is found, in the order in which they are found. */
  List<String> find(Search search, int limit) {
    return ids(compiler().select(search, limit));
  }

  /** The ids of the newest of each group among what is found, in order. */
  List<String> findLast(Search search, int max) {
    return ids(compiler().selectLast(search, max));
  }

  private List<String> ids(Sql sql) {
    return jdbc.queryForList(sql.text(), Long.class, sql.values().toArray()).stream()
        .filter(names::containsKey)
        .map(names::get)
        .toList();
  }

  long count(Search search) {
    Sql sql = compiler().count(search);
    Long count = jdbc.queryForObject(sql.text(), Long.class, sql.values().toArray());
    return count == null ? -1 : count;
  }

  @Override
  public OptionalInt parameter(String type, String code) {
    return number(type + '.' + code);
  }

  @Override
  public OptionalInt system(String uri) {
    return number(uri);
  }

  private OptionalInt number(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private int make(String name) {
    return numbers.computeIfAbsent(name, it -> 1_000_000_000 + numbers.size());
  }

  /** The number of a parameter, for rows that are not made here. */
  int parameterFor(String type, String code) {
    return make(type + '.' + code);
  }

  /** The number of a system, for rows that are not made here. */
  int systemFor(String uri) {
    return make(uri);
  }

  Row resource(String type, String id) {
    return resource(type, id, UPDATED);
  }

  Row resource(String type, String id, Instant updated) {
    long number = nextId++;
    names.put(number, id);
    Timestamp time = Timestamp.from(updated);
    jdbc.update(
        "insert into hfj_resource (res_id, res_type, fhir_id, res_ver, res_published, res_updated,"
            + " has_tags, sp_has_links, sp_coords_present, sp_date_present, sp_number_present,"
            + " sp_quantity_nrml_present, sp_quantity_present, sp_string_present,"
            + " sp_token_present, sp_uri_present) values (?, ?, ?, 1, ?, ?, false, false, false,"
            + " false, false, false, false, false, false, false)",
        number,
        type,
        id,
        time,
        time);
    jdbc.update(
        "insert into hfj_res_ver (pid, res_id, res_type, res_ver, res_published, res_updated,"
            + " has_tags, res_encoding, source_uri) values (?, ?, ?, 1, ?, ?, false, 'JSON', ?)",
        number,
        number,
        type,
        time,
        time,
        id.startsWith("sourced") ? "http://example.org/" + id : null);
    return new Row(type, number);
  }

  /** A resource to which values are added; a parameter is named by its code in the index. */
  final class Row {

    private final String type;
    private final long id;

    private Row(String type, long id) {
      this.type = type;
      this.id = id;
    }

    private int parameter(String code) {
      return make(type + '.' + code);
    }

    Row deleted() {
      jdbc.update("update hfj_resource set res_deleted_at = now() where res_id = ?", id);
      return this;
    }

    Row token(String code, @Nullable String system, String value) {
      return token(code, 0, system, value);
    }

    Row token(String code, int group, @Nullable String system, String value) {
      jdbc.update(
          "insert into andiron.idx_token values (?, ?, ?, ?, ?)",
          id,
          parameter(code),
          group,
          system == null ? null : make(system),
          value);
      return this;
    }

    Row string(String code, String value) {
      return string(code, 0, value);
    }

    Row string(String code, int group, String value) {
      jdbc.update(
          "insert into andiron.idx_string values (?, ?, ?, ?, ?)",
          id,
          parameter(code),
          group,
          FORMS.fold(value).get(0),
          value);
      return this;
    }

    /** A text as one word. */
    Row words(String code, String text) {
      jdbc.update(
          "insert into andiron.idx_words values (?, ?, ?::tsvector)",
          id,
          parameter(code),
          "'" + FORMS.fold(text).get(0) + "':1");
      return this;
    }

    Row date(String code, String low, String high) {
      jdbc.update(
          "insert into andiron.idx_date values (?, ?, 0, ?::timestamptz, ?::timestamptz)",
          id,
          parameter(code),
          low,
          high);
      return this;
    }

    Row number(String code, String low, String high) {
      jdbc.update(
          "insert into andiron.idx_number values (?, ?, 0, ?::numeric, ?::numeric)",
          id,
          parameter(code),
          low,
          high);
      return this;
    }

    Row quantity(String code, @Nullable String system, @Nullable String unit, String value) {
      return quantity(code, 0, system, unit, value);
    }

    Row quantity(
        String code, int group, @Nullable String system, @Nullable String unit, String value) {
      BigDecimal number = new BigDecimal(value);
      Optional<IndexedForms.CanonicalQuantity> canonical =
          unit == null ? Optional.empty() : FORMS.canonical(number, unit);
      jdbc.update(
          "insert into andiron.idx_quantity values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          parameter(code),
          group,
          system == null ? null : make(system),
          system == null ? null : unit,
          unit,
          number,
          number,
          canonical.map(IndexedForms.CanonicalQuantity::unit).orElse(null),
          canonical.map(IndexedForms.CanonicalQuantity::value).orElse(null),
          canonical.map(IndexedForms.CanonicalQuantity::value).orElse(null));
      return this;
    }

    Row uri(String code, String uri, @Nullable String version) {
      jdbc.update(
          "insert into andiron.idx_uri values (?, ?, 0, ?, ?)", id, parameter(code), uri, version);
      return this;
    }

    Row caseless(String system) {
      jdbc.update(
          "insert into andiron.search_system (id, uri) overriding system value values (?, ?)",
          make(system),
          system);
      return uri(CaselessSystems.PARAMETER, system, null);
    }

    Row position(String code, double latitude, double longitude) {
      jdbc.update(
          "insert into andiron.idx_position values (?, ?, ?, ?)",
          id,
          parameter(code),
          latitude,
          longitude);
      return this;
    }

    Row link(String path, Row target) {
      return link(path, target, null);
    }

    Row link(String path, Row target, @Nullable Long version) {
      jdbc.update(
          "insert into hfj_res_link (pid, src_path, src_resource_id, source_resource_type,"
              + " target_resource_id, target_resource_type, target_resource_version)"
              + " values (?, ?, ?, ?, ?, ?, ?)",
          nextId++,
          path,
          id,
          type,
          target.id,
          target.type,
          version);
      return this;
    }

    /** A reference to a resource of another server. */
    Row linkElsewhere(String path, String url) {
      jdbc.update(
          "insert into hfj_res_link (pid, src_path, src_resource_id, source_resource_type,"
              + " target_resource_type, target_resource_url) values (?, ?, ?, ?, 'Patient', ?)",
          nextId++,
          path,
          id,
          type,
          url);
      return this;
    }

    Row tag(Criterion.TagKind kind, @Nullable String system, String code) {
      long tag = nextId++;
      jdbc.update(
          "insert into hfj_tag_def (tag_id, tag_type, tag_system, tag_code) values (?, ?, ?, ?)",
          tag,
          kind.ordinal(),
          system,
          code);
      jdbc.update(
          "insert into hfj_res_tag (pid, tag_id, res_id, res_type) values (?, ?, ?, ?)",
          nextId++,
          tag,
          id,
          type);
      return this;
    }
  }
}

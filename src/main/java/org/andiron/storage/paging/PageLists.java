package org.andiron.storage.paging;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.storage.PageOrigins;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The stored matches of searches with several pages. Nothing of them is held in memory. Each method
 * works in the transaction of its caller.
 */
final class PageLists implements PageOrigins {

  /** A list is used this often in its lifetime before that is noted again. */
  private static final int NOTES_PER_LIFETIME = 10;

  private final JdbcTemplate jdbc;
  private final double lifetime;

  PageLists(JdbcTemplate jdbc, Duration lifetime) {
    this.jdbc = jdbc;
    this.lifetime = lifetime.toMillis() / 1000.0;
  }

  /** Stores a new list. A crash of the database may lose it, as if it had expired. */
  void create(PageList list, List<Long> matches) {
    jdbc.queryForObject("select set_config('synchronous_commit', 'off', true)", String.class);
    jdbc.update(
        "insert into andiron.search_page (id, search, keys, known, complete, total)"
            + " values (?, ?, ?, ?, ?, ?)",
        list.id(),
        list.search(),
        matches.toArray(Long[]::new),
        list.known(),
        list.complete(),
        list.total());
  }

  /** A list that has not expired. */
  Optional<PageList> find(UUID id) {
    return jdbc
        .query(
            "select search, known, complete, total from andiron.search_page"
                + " where id = ? and last_used > now() - make_interval(secs => ?)",
            (row, number) ->
                new PageList(
                    id,
                    row.getString(1),
                    row.getInt(2),
                    row.getBoolean(3),
                    row.getObject(4, Integer.class)),
            id,
            lifetime)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<Origin> find(String page) {
    UUID id;
    try {
      id = UUID.fromString(page);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return find(id).flatMap(list -> WrittenSearch.origin(list.search()));
  }

  /** Whether that the list is in use should be noted. */
  boolean isNoteDue(UUID id) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select 1 from andiron.search_page"
                + " where id = ? and last_used < now() - make_interval(secs => ?))",
            Boolean.class,
            id,
            lifetime / NOTES_PER_LIFETIME));
  }

  /** Lets the lifetime of a list begin anew. */
  void noteUse(UUID id) {
    jdbc.update("update andiron.search_page set last_used = now() where id = ?", id);
  }

  /**
   * Some of the matches, without those that have been deleted since or that the caller may not see
   * any more.
   *
   * @param from the place of the first, from 0
   * @param to the place behind the last
   */
  List<Long> present(UUID id, int from, int to) {
    return jdbc.queryForList(
        "select r.res_id"
            + " from (select keys[?:?] as keys from andiron.search_page where id = ?) l"
            + " cross join unnest(l.keys) with ordinality k (res_id, place)"
            + " join hfj_resource r on r.res_id = k.res_id"
            + " where r.res_deleted_at is null order by k.place",
        Long.class,
        from + 1,
        to,
        id);
  }

  /** All matches found so far; none if the list is gone. */
  List<Long> all(UUID id) {
    return jdbc
        .query(
            "select keys from andiron.search_page where id = ?",
            (row, number) -> longs(row.getArray(1)),
            id)
        .stream()
        .findFirst()
        .orElse(List.of());
  }

  private static List<Long> longs(Array array) throws SQLException {
    return List.of((Long[]) array.getArray());
  }

  /** Adds further matches, unless somebody else has added some. */
  void append(PageList list, List<Long> more, boolean complete) {
    jdbc.update(
        "update andiron.search_page set keys = keys || ?::bigint[], known = known + ?,"
            + " complete = ? where id = ? and known = ?",
        more.toArray(Long[]::new),
        more.size(),
        complete,
        list.id(),
        list.known());
  }

  /** Deletes the lists that have expired. */
  void deleteExpired() {
    jdbc.update(
        "delete from andiron.search_page where last_used <= now() - make_interval(secs => ?)",
        lifetime);
  }
}

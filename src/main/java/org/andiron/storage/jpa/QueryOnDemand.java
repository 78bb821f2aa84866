package org.andiron.storage.jpa;

import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.util.Lazy;

/** A query of a repository that is parsed and checked when it is first asked for. */
final class QueryOnDemand implements RepositoryQuery {

  private final QueryMethod method;
  private final Lazy<RepositoryQuery> query;

  QueryOnDemand(QueryMethod method, Lazy<RepositoryQuery> query) {
    this.method = method;
    this.query = query;
  }

  @Override
  public Object execute(Object[] parameters) {
    return query.get().execute(parameters);
  }

  @Override
  public QueryMethod getQueryMethod() {
    return method;
  }
}

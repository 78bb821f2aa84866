package org.andiron.storage.jpa;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.data.envers.repository.support.EnversRevisionRepositoryFactoryBean;
import org.springframework.data.jpa.provider.PersistenceProvider;
import org.springframework.data.jpa.repository.query.DefaultJpaQueryMethodFactory;
import org.springframework.data.jpa.repository.query.JpaQueryMethodFactory;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.history.RevisionRepository;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryLookupStrategy.Key;
import org.springframework.data.repository.query.ValueExpressionDelegate;
import org.springframework.data.util.Lazy;

/**
 * Lets HAPI's repositories parse each of their queries at its first use. Spring Data parses every
 * query twice at start, a fifth of the work of starting, and most of HAPI's are never run here.
 * That all of them are valid does not depend on the start: a test asks for each.
 */
final class QueryOnDemandRepositories implements BeanDefinitionRegistryPostProcessor, Ordered {

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    for (String name : registry.getBeanDefinitionNames()) {
      if (registry.getBeanDefinition(name) instanceof RootBeanDefinition declared
          && EnversRevisionRepositoryFactoryBean.class
              .getName()
              .equals(declared.getBeanClassName())) {
        RootBeanDefinition onDemand = declared.cloneBeanDefinition();
        onDemand.setBeanClass(QueryOnDemandFactoryBean.class);
        registry.removeBeanDefinition(name);
        registry.registerBeanDefinition(name, onDemand);
      }
    }
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    // Everything is done in the registry.
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  /** Spring creates it for each repository. */
  static final class QueryOnDemandFactoryBean<
          T extends RevisionRepository<S, ID, N>, S, ID, N extends Number & Comparable<N>>
      extends EnversRevisionRepositoryFactoryBean<T, S, ID, N> {

    QueryOnDemandFactoryBean(Class<? extends T> repositoryInterface) {
      super(repositoryInterface);
    }

    @Override
    protected RepositoryFactorySupport createRepositoryFactory(EntityManager entityManager) {
      // A repository of revisions has methods that only its own factory implements.
      return RevisionRepository.class.isAssignableFrom(getObjectType())
          ? super.createRepositoryFactory(entityManager)
          : new QueryOnDemandFactory(entityManager);
    }
  }

  private static final class QueryOnDemandFactory extends JpaRepositoryFactory {

    private final JpaQueryMethodFactory methods;

    QueryOnDemandFactory(EntityManager entityManager) {
      super(entityManager);
      methods =
          new DefaultJpaQueryMethodFactory(PersistenceProvider.fromEntityManager(entityManager));
    }

    @Override
    protected Optional<QueryLookupStrategy> getQueryLookupStrategy(
        @Nullable Key key, ValueExpressionDelegate valueExpressions) {
      return super.getQueryLookupStrategy(key, valueExpressions).map(this::onDemand);
    }

    private QueryLookupStrategy onDemand(QueryLookupStrategy strategy) {
      return (method, repository, projections, namedQueries) ->
          new QueryOnDemand(
              methods.build(method, repository, projections),
              Lazy.of(() -> strategy.resolveQuery(method, repository, projections, namedQueries)));
    }
  }
}

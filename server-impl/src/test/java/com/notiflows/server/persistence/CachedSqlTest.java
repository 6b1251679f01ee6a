package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.session.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedSqlTest {

  private static final String INSERT =
      """
      <script>
        INSERT INTO t (a, b, c) VALUES
        <foreach collection="rows" item="row" separator=",">
          (#{project}, #{row.name}, #{row.size,jdbcType=INTEGER})
        </foreach>
      </script>
      """;

  private static final String SELECT =
      """
      <script>
        SELECT a FROM t WHERE b IN
        <foreach collection="names" item="name" open="(" separator="," close=")">#{name}</foreach>
        <if test="sizes != null">
          AND c IN <foreach collection="sizes" item="size" open="(" separator="," close=")">#{size}</foreach>
        </if>
        <if test="lock.name() != 'NONE'">FOR UPDATE</if>
      </script>
      """;

  private final Configuration configuration = new Configuration();
  private final CachedSql driver = new CachedSql();

  /** A row whose properties are values. */
  public record Row(String name, @Nullable Integer size) {}

  @Test
  void setsTheValuesOfEachRow() throws SQLException {
    SqlSource insert = source(INSERT);

    assertEquals(
        List.of("P", "a", 1, "P", "b", "null INTEGER"),
        values(insert, insert("P", new Row("a", 1), new Row("b", null))));
    assertEquals(
        List.of("Q", "c", "null INTEGER", "Q", "d", 4),
        values(insert, insert("Q", new Row("c", null), new Row("d", 4))));
  }

  @Test
  void listsOfTheSameLengthShareTheText() {
    SqlSource insert = source(INSERT);
    String text = sql(insert, insert("P", new Row("a", 1), new Row("b", 2)));

    assertSame(text, sql(insert, insert("Q", new Row("c", 3), new Row("d", null))));
    assertEquals("INSERT INTO t (a, b, c) VALUES (?, ?, ?) , (?, ?, ?)", spaced(text));
    assertEquals(
        "INSERT INTO t (a, b, c) VALUES (?, ?, ?)",
        spaced(sql(insert, insert("P", new Row("a", 1)))));
  }

  @Test
  void theTextDependsOnEnumsAndOnWhatIsNull() {
    SqlSource select = source(SELECT);

    assertEquals(
        "SELECT a FROM t WHERE b IN ( ? )", spaced(sql(select, select(Lock.NONE, null, "x"))));
    assertEquals(
        "SELECT a FROM t WHERE b IN ( ? ) FOR UPDATE",
        spaced(sql(select, select(Lock.WAIT, null, "x"))));
    assertEquals(
        "SELECT a FROM t WHERE b IN ( ? ) AND c IN ( ? , ? ) FOR UPDATE",
        spaced(sql(select, select(Lock.WAIT, List.of(1, 2), "x"))));
  }

  @Test
  void aStatementCanHaveTwoLists() throws SQLException {
    SqlSource select = source(SELECT);

    assertEquals(
        List.of("x", "y", 1, 2, 3), values(select, select(Lock.NONE, List.of(1, 2, 3), "x", "y")));
  }

  @Test
  void longListsAndSetsAreNotCached() throws SQLException {
    SqlSource select = source(SELECT);
    String[] names = Collections.nCopies(129, "x").toArray(String[]::new);
    Map<String, Object> set = select(Lock.NONE, null, "x");
    set.put("names", new LinkedHashSet<>(Set.of("x")));

    assertEquals(List.of(names), values(select, select(Lock.NONE, null, names)));
    assertNotSame(
        sql(select, select(Lock.NONE, null, names)), sql(select, select(Lock.NONE, null, names)));
    assertEquals(List.of("x"), values(select, set));
  }

  @Test
  void aValueCanBeAPropertyOfAParameter() throws SQLException {
    SqlSource page =
        source("<script>SELECT 1 <if test=\"after != null\">WHERE a > #{after.size}</if></script>");

    assertEquals(List.of(), values(page, new HashMap<>(Collections.singletonMap("after", null))));
    assertEquals(List.of(7), values(page, new HashMap<>(Map.of("after", new Row("a", 7)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<if test='limit > 3'>LIMIT 3</if>",
        "<if test='name != null and name != \"\"'>x</if>",
        "<if test='a != null'>${a}</if>",
        "<if test='a != null'>x</if> ORDER BY ${column}",
        "<bind name='b' value='a + 1'/> #{b}",
        "<foreach collection='rows' item='row' index='i'>#{i}</foreach>",
        "<foreach collection='rows' item='row'><if test='row != null'>x</if></foreach>",
        "<foreach collection='rows' item='r'><foreach collection='ids' item='i'>#{i}</foreach></foreach>"
      })
  void refusesTextThatDependsOnMore(String part) {
    assertThrows(
        IllegalArgumentException.class, () -> source("<script>SELECT 1 " + part + "</script>"));
  }

  @Test
  void refusesTwoLoopsWhoseItemsHaveOneName() {
    String loop = "<foreach collection=\"%s\" item=\"x\">#{x}</foreach>";

    assertThrows(
        IllegalArgumentException.class,
        () -> source("<script>" + loop.formatted("a") + loop.formatted("b") + "</script>"));
  }

  private SqlSource source(String script) {
    return driver.createSqlSource(configuration, script, Map.class);
  }

  private static Map<String, Object> insert(String project, Row... rows) {
    return new HashMap<>(Map.of("project", project, "rows", List.of(rows)));
  }

  private static Map<String, Object> select(
      Lock lock, @Nullable List<Integer> sizes, String... names) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("lock", lock);
    parameters.put("sizes", sizes);
    parameters.put("names", Arrays.asList(names));
    return parameters;
  }

  private static String sql(SqlSource source, Map<String, Object> parameters) {
    return source.getBoundSql(parameters).getSql();
  }

  private static String spaced(String sql) {
    return sql.replaceAll("\\s+", " ").strip();
  }

  /** What the statement sets, in order. */
  private List<Object> values(SqlSource source, Map<String, Object> parameters)
      throws SQLException {
    MappedStatement statement =
        new MappedStatement.Builder(configuration, "id", source, SqlCommandType.SELECT).build();
    BoundSql sql = source.getBoundSql(parameters);
    List<Object> values = new ArrayList<>();
    driver.createParameterHandler(statement, parameters, sql).setParameters(recorder(values));
    return values;
  }

  private static PreparedStatement recorder(List<Object> values) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            CachedSqlTest.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              assertEquals(values.size() + 1, arguments[0]);
              values.add(
                  method.getName().equals("setNull")
                      ? "null " + java.sql.JDBCType.valueOf((int) arguments[1])
                      : arguments[1]);
              return null;
            });
  }
}

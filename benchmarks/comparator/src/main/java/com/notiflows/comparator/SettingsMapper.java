package com.notiflows.comparator;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The look-up and upsert statements of the JDBC reference. */
@Mapper
interface SettingsMapper {

  @Select(
      "SELECT u.id, s.settings, s.created_at, s.updated_at FROM users u"
          + " LEFT JOIN settings s ON s.project_id = u.project_id AND s.user_id = u.id"
          + " AND s.channel_id = #{channel}"
          + " WHERE u.project_id = #{project} AND u.external_id = #{externalId}")
  StoredRow find(
      @Param("project") byte[] project,
      @Param("externalId") byte[] externalId,
      @Param("channel") byte[] channel);

  @Insert(
      "INSERT INTO settings VALUES (#{project}, #{user}, #{channel}, #{settings}, NOW(6), NOW(6))"
          + " ON DUPLICATE KEY UPDATE settings = VALUES(settings), updated_at = NOW(6)")
  int upsert(
      @Param("project") byte[] project,
      @Param("user") byte[] user,
      @Param("channel") byte[] channel,
      @Param("settings") String settings);
}

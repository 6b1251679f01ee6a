package com.notiflows.server.bulk;

import com.notiflows.server.endpoints.DeleteSubscriptions;
import com.notiflows.server.endpoints.PutSubscriptions;
import com.notiflows.server.endpoints.Subscription;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.DeleteSettings;
import com.notiflows.server.settings.Precondition;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.settings.Written;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.UUID;

/** The effect of a valid bulk item on the settings of one user on one channel. */
sealed interface BulkAction {

  /** The channel. */
  Channel channel();

  /** The command for a single write of the item. */
  WriteCommand<?> command();

  /** Executes the command. Returns how many identifiers moved from another user. */
  Outcome<Integer> execute(ChangeSet rows);

  /** The result, after all actions of the write were executed. */
  BulkResult result(UserChannel stored);

  /** Stores settings. */
  record StoreSettings(PutSettings command) implements BulkAction {

    @Override
    public Channel channel() {
      return command.channel();
    }

    @Override
    public Outcome<Integer> execute(ChangeSet rows) {
      return command.decide(rows).map(Written::tokensMoved);
    }

    @Override
    public BulkResult result(UserChannel stored) {
      return ChannelSettings.of(channel(), stored)
          .map(BulkResult::stored)
          .orElseGet(BulkResult::removed);
    }
  }

  /** Stores all subscriptions. */
  record StoreSubscriptions(PutSubscriptions command) implements BulkAction {

    @Override
    public Channel channel() {
      return command.channel();
    }

    @Override
    public Outcome<Integer> execute(ChangeSet rows) {
      return command.decide(rows).map(PutSubscriptions.Stored::moved);
    }

    @Override
    public BulkResult result(UserChannel stored) {
      return BulkResult.stored(Subscription.of(stored));
    }
  }

  /** Removes settings or all subscriptions. */
  record Remove(Channel channel, WriteCommand<UUID> command) implements BulkAction {

    /** Removes settings or subscriptions, whichever the channel has. */
    static Remove of(String user, Channel channel, String channelText) {
      return new Remove(
          channel,
          channel.takesSubscriptions() && !channel.takesSettings()
              ? new DeleteSubscriptions(user, channel)
              : new DeleteSettings(user, channel, channelText, Precondition.NONE));
    }

    @Override
    public Outcome<Integer> execute(ChangeSet rows) {
      return command.decide(rows).map(user -> 0);
    }

    @Override
    public BulkResult result(UserChannel stored) {
      return BulkResult.removed();
    }
  }
}

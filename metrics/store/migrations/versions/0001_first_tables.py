"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('order', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=True),
    sa.Column('automated', sa.Boolean(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('old', sa.String(), nullable=True),
    sa.Column('new', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('event_actor', ['source', 'actor'], unique=False)
        batch_op.create_index('event_ticket', ['source', 'ticket'], unique=False)

    op.create_table('receipt',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('phrase', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('fresh_until', sa.BigInteger(), nullable=True),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('window', sa.String(), nullable=False),
    sa.Column('headline', sa.String(), nullable=False),
    sa.Column('value', sa.Float(), nullable=True),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('figures', sa.String(), nullable=False),
    sa.Column('making', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('card',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('ts', sa.String(), nullable=False),
    sa.Column('thread', sa.String(), nullable=False),
    sa.Column('receipt', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'ts')
    )
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.create_index('card_thread', ['channel', 'thread'], unique=False)

    op.create_table('heard',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('ts', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'ts')
    )
    op.create_table('note',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('start_at', sa.BigInteger(), nullable=False),
    sa.Column('end_at', sa.BigInteger(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('apart', sa.Boolean(), nullable=False),
    sa.Column('noted_by', sa.String(), nullable=False),
    sa.Column('noted_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_by', sa.String(), nullable=True),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('home',
    sa.Column('team', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('view', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('team', 'person')
    )
    op.create_table('look',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('phrase', sa.Text(), nullable=False),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('person',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('person_role',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('since_at', sa.BigInteger(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'person', 'since_at')
    )
    op.create_table('rating',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.Column('offered_at', sa.BigInteger(), nullable=True),
    sa.Column('score', sa.String(), nullable=False),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rating_revision'), ['revision'], unique=False)
        batch_op.create_index('rating_ticket', ['source', 'ticket'], unique=False)

    op.create_table('sla_event',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('clock', sa.String(), nullable=False),
    sa.Column('cycle', sa.BigInteger(), nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('target_seconds', sa.BigInteger(), nullable=True),
    sa.Column('business', sa.Boolean(), nullable=True),
    sa.Column('dropped', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    with op.batch_alter_table('sla_event', schema=None) as batch_op:
        batch_op.create_index('sla_event_ticket', ['source', 'ticket'], unique=False)

    op.create_table('desk_schedule',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('since_at', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('hours', sa.Text(), nullable=False),
    sa.Column('holidays', sa.Text(), nullable=False),
    sa.Column('default', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id', 'since_at')
    )
    op.create_table('schedule_choice',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('schedule', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('sla_target',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('policy', sa.String(), nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('target_seconds', sa.BigInteger(), nullable=False),
    sa.Column('business', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('source',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('since_at', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('fresh_until', sa.BigInteger(), nullable=True),
    sa.Column('timeline_version', sa.Integer(), nullable=False),
    sa.Column('lease_holder', sa.String(), nullable=True),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('stale',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'ticket')
    )
    op.create_table('stream',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('stream', sa.String(), nullable=False),
    sa.Column('cursor', sa.Text(), nullable=True),
    sa.Column('caught_up', sa.Boolean(), nullable=False),
    sa.Column('through_at', sa.BigInteger(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'stream')
    )
    op.create_table('target',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('metric', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('tier', sa.String(), nullable=True),
    sa.Column('value', sa.Float(), nullable=True),
    sa.Column('since_at', sa.BigInteger(), nullable=False),
    sa.Column('set_by', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('team',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('ticket',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('channel_raw', sa.String(), nullable=False),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('requester', sa.String(), nullable=True),
    sa.Column('submitter', sa.String(), nullable=True),
    sa.Column('parent', sa.String(), nullable=True),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('removal', sa.String(), nullable=True),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.Column('reply_minutes', sa.BigInteger(), nullable=True),
    sa.Column('reply_business_minutes', sa.BigInteger(), nullable=True),
    sa.Column('first_resolution_minutes', sa.BigInteger(), nullable=True),
    sa.Column('first_resolution_business_minutes', sa.BigInteger(), nullable=True),
    sa.Column('resolution_minutes', sa.BigInteger(), nullable=True),
    sa.Column('resolution_business_minutes', sa.BigInteger(), nullable=True),
    sa.Column('replies', sa.BigInteger(), nullable=True),
    sa.Column('reopens', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('key'),
    sa.UniqueConstraint('source', 'id', name='ticket_source_id')
    )
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.create_index('ticket_submitter', ['source', 'submitter'], unique=False)

    op.create_table('unknown_word',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'word')
    )
    op.create_table('unreadable',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('stream', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('excerpt', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'stream', 'id')
    )
    op.create_table('timeline',
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('requester', sa.String(), nullable=True),
    sa.Column('removal', sa.String(), nullable=True),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.Column('agent_created', sa.Boolean(), nullable=False),
    sa.Column('replies', sa.Integer(), nullable=False),
    sa.Column('bot_replies', sa.Integer(), nullable=False),
    sa.Column('ai_replies', sa.Integer(), nullable=False),
    sa.Column('first_any_reply_at', sa.BigInteger(), nullable=True),
    sa.Column('first_ai_reply_at', sa.BigInteger(), nullable=True),
    sa.Column('first_touch_at', sa.BigInteger(), nullable=True),
    sa.Column('handed_over_at', sa.BigInteger(), nullable=True),
    sa.Column('first_reply_at', sa.BigInteger(), nullable=True),
    sa.Column('first_reply_team', sa.String(), nullable=True),
    sa.Column('first_reply_agent', sa.String(), nullable=True),
    sa.Column('first_reply_priority', sa.String(), nullable=True),
    sa.Column('second_reply_at', sa.BigInteger(), nullable=True),
    sa.Column('first_assigned_at', sa.BigInteger(), nullable=True),
    sa.Column('first_team_at', sa.BigInteger(), nullable=True),
    sa.Column('first_solved_at', sa.BigInteger(), nullable=True),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['ticket'], ['ticket.key'], ),
    sa.PrimaryKeyConstraint('ticket')
    )
    with op.batch_alter_table('timeline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_timeline_revision'), ['revision'], unique=False)

    op.create_table('sla_stretch',
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('promise', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('target_seconds', sa.BigInteger(), nullable=False),
    sa.Column('business', sa.Boolean(), nullable=False),
    sa.Column('fulfilled_at', sa.BigInteger(), nullable=True),
    sa.Column('breached_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['ticket'], ['timeline.ticket'], ),
    sa.PrimaryKeyConstraint('ticket', 'number')
    )
    op.create_table('solve',
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('replies', sa.Integer(), nullable=False),
    sa.Column('handoffs', sa.Integer(), nullable=False),
    sa.Column('reopened_at', sa.BigInteger(), nullable=True),
    sa.Column('next_solve_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['ticket'], ['timeline.ticket'], ),
    sa.PrimaryKeyConstraint('ticket', 'number')
    )
    op.create_table('span',
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('replied_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['ticket'], ['timeline.ticket'], ),
    sa.PrimaryKeyConstraint('ticket', 'number')
    )
    op.create_table('wait',
    sa.Column('ticket', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('priority', sa.String(), nullable=True),
    sa.Column('first', sa.Boolean(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['ticket'], ['timeline.ticket'], ),
    sa.PrimaryKeyConstraint('ticket', 'number')
    )
    op.create_table('survey',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('survey', sa.String(), nullable=False),
    sa.Column('score', sa.Float(precision=53), nullable=False),
    sa.Column('scale_min', sa.Float(precision=53), nullable=False),
    sa.Column('scale_max', sa.Float(precision=53), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('ticket', sa.String(), nullable=True),
    sa.Column('customer', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.Column('segment', sa.String(), nullable=True),
    sa.Column('version', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('review',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('reviewed_at', sa.BigInteger(), nullable=False),
    sa.Column('points', sa.Float(precision=53), nullable=False),
    sa.Column('points_possible', sa.Float(precision=53), nullable=False),
    sa.Column('auto_fail', sa.Boolean(), nullable=False),
    sa.Column('rubric', sa.String(), nullable=False),
    sa.Column('reviewer', sa.String(), nullable=True),
    sa.Column('reviewer_kind', sa.String(), nullable=False),
    sa.Column('sample', sa.String(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('handling',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=False),
    sa.Column('talk_seconds', sa.BigInteger(), nullable=False),
    sa.Column('hold_seconds', sa.BigInteger(), nullable=True),
    sa.Column('wrap_seconds', sa.BigInteger(), nullable=True),
    sa.Column('ticket', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('shift',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('agent', sa.String(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=False),
    sa.Column('productive_seconds', sa.BigInteger(), nullable=False),
    sa.Column('team', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('cost',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('month', sa.String(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('item', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('customers',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('date', sa.BigInteger(), nullable=False),
    sa.Column('customers', sa.BigInteger(), nullable=False),
    sa.Column('segment', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('session',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('visitor', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=True),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('followed_at', sa.BigInteger(), nullable=True),
    sa.Column('ticket', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('churn',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('customer', sa.String(), nullable=False),
    sa.Column('lost_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('call',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('queued_at', sa.BigInteger(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('abandoned_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=False),
    sa.Column('ticket', sa.String(), nullable=True),
    sa.Column('agent', sa.String(), nullable=True),
    sa.Column('team', sa.String(), nullable=True),
    sa.Column('category', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('tier',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('team', sa.String(), nullable=False),
    sa.Column('tier', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('customer_tier',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('customer', sa.String(), nullable=False),
    sa.Column('tier', sa.String(), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('source', 'id')
    )
    op.create_table('alert',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('phrase', sa.Text(), nullable=False),
    sa.Column('watch', sa.Text(), nullable=False),
    sa.Column('above', sa.Boolean(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('clear', sa.Float(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('checks', sa.Integer(), nullable=False),
    sa.Column('every_seconds', sa.Integer(), nullable=False),
    sa.Column('remind_seconds', sa.Integer(), nullable=False),
    sa.Column('quiet', sa.String(), nullable=False),
    sa.Column('deleted_at', sa.BigInteger(), nullable=True),
    sa.Column('next_check_at', sa.BigInteger(), nullable=False),
    sa.Column('phase', sa.String(), nullable=False),
    sa.Column('since_at', sa.BigInteger(), nullable=False),
    sa.Column('streak', sa.Integer(), nullable=False),
    sa.Column('episode', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.BigInteger(), nullable=True),
    sa.Column('acknowledged_by', sa.String(), nullable=False),
    sa.Column('snoozed_until', sa.BigInteger(), nullable=False),
    sa.Column('post', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('alert_step',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('alert', sa.String(), nullable=False),
    sa.Column('episode', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('alert_step', schema=None) as batch_op:
        batch_op.create_index('alert_step_at', ['at'], unique=False)

    op.create_table('digest_schedule',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('where', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('next_due_at', sa.BigInteger(), nullable=False),
    sa.Column('paused', sa.String(), nullable=True),
    sa.Column('grace_seconds', sa.Integer(), nullable=False),
    sa.Column('wait_seconds', sa.Integer(), nullable=False),
    sa.Column('deleted_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('delivery',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('parent', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=True),
    sa.Column('picture', sa.LargeBinary(), nullable=True),
    sa.Column('receipts', sa.String(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('not_before', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('searches', sa.Integer(), nullable=False),
    sa.Column('posted_in', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('settled_at', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('checked_at', sa.BigInteger(), nullable=False),
    sa.Column('holder', sa.String(), nullable=True),
    sa.Column('held_until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('delivery_open', ['state', 'not_before'], unique=False)
        batch_op.create_index('delivery_slot', ['source', 'due_at'], unique=False)
        batch_op.create_index('delivery_parent', ['parent'], unique=False)

    op.create_table('delivery_step',
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('delivery', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('delivery_step', schema=None) as batch_op:
        batch_op.create_index('delivery_step_delivery', ['delivery'], unique=False)


def downgrade() -> None:
    op.drop_table('alert_step')
    op.drop_table('alert')
    op.drop_table('delivery_step')
    op.drop_table('delivery')
    op.drop_table('digest_schedule')
    op.drop_table('look')
    op.drop_table('note')
    op.drop_table('home')
    op.drop_table('heard')
    op.drop_table('card')
    op.drop_table('receipt')
    for name in (
        *('customer_tier', 'tier', 'call', 'churn', 'session', 'customers', 'cost', 'shift'),
        *('handling', 'review', 'survey'),
    ):
        op.drop_table(name)
    op.drop_table('wait')
    op.drop_table('span')
    op.drop_table('solve')
    op.drop_table('sla_stretch')
    with op.batch_alter_table('timeline', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_timeline_revision'))

    op.drop_table('timeline')
    op.drop_table('unreadable')
    op.drop_table('unknown_word')
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_index('ticket_submitter')

    op.drop_table('ticket')
    op.drop_table('team')
    op.drop_table('target')
    op.drop_table('stream')
    op.drop_table('stale')
    op.drop_table('source')
    op.drop_table('sla_target')
    op.drop_table('schedule_choice')
    op.drop_table('desk_schedule')
    with op.batch_alter_table('sla_event', schema=None) as batch_op:
        batch_op.drop_index('sla_event_ticket')

    op.drop_table('sla_event')
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_index('rating_ticket')
        batch_op.drop_index(batch_op.f('ix_rating_revision'))

    op.drop_table('rating')
    op.drop_table('person_role')
    op.drop_table('person')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('event_ticket')
        batch_op.drop_index('event_actor')

    op.drop_table('event')

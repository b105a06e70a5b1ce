"""Who may do what: one table for each folder of views."""

from access.policy import account, anybody, clients, contacts, custom_values, me, portal, settings, sign_in

# Every endpoint of the program, or nobody may use it.
POLICY = {
    **account.POLICY,
    **anybody.POLICY,
    **clients.POLICY,
    **contacts.POLICY,
    **custom_values.POLICY,
    **me.POLICY,
    **portal.POLICY,
    **settings.POLICY,
    **sign_in.POLICY,
}

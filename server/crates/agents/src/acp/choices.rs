//! The model and the mode of a session.

use agent_client_protocol::v1::ConnectionTo;
use agent_client_protocol::v1::schema::{
    SessionConfigKind, SessionConfigOption, SessionConfigOptionCategory, SessionConfigSelectOption, SessionConfigSelectOptions,
    SessionId, SessionModeState, SetSessionConfigOptionRequest, SetSessionModeRequest,
};
use agent_client_protocol::{Agent, Error};
use specwave_plan::AgentConfig;

use super::session::problem;

/// What a session offers to choose from.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub(super) modes: Option<SessionModeState>,
    pub(super) options: Option<Vec<SessionConfigOption>>,
}

impl Offer {
    /// Chooses what the settings name. An agent that does not offer it is not used with something else instead.
    pub(super) async fn choose(
        &self,
        agent: &ConnectionTo<Agent>,
        session: &SessionId,
        settings: &AgentConfig,
    ) -> Result<(), Error> {
        if let Some(model) = &settings.model {
            self.set_option(agent, session, &SessionConfigOptionCategory::Model, "model", model).await?;
        }
        let Some(mode) = &settings.mode else { return Ok(()) };
        let Some(modes) = self.modes.as_ref().filter(|modes| !modes.available_modes.is_empty()) else {
            return self.set_option(agent, session, &SessionConfigOptionCategory::Mode, "mode", mode).await;
        };
        let offered = modes.available_modes.iter().map(|offered| (offered.id.0.as_ref(), offered.name.as_str()));
        let id = pick(offered, "mode", mode)?;
        agent.send_request(SetSessionModeRequest::new(session.clone(), id)).block_task().await?;
        Ok(())
    }

    async fn set_option(
        &self,
        agent: &ConnectionTo<Agent>,
        session: &SessionId,
        category: &SessionConfigOptionCategory,
        what: &str,
        wanted: &str,
    ) -> Result<(), Error> {
        let option = self.options.iter().flatten().find(|option| option.category.as_ref() == Some(category));
        let Some((option, SessionConfigKind::Select(select))) = option.map(|option| (option, &option.kind)) else {
            return Err(problem(format!("it lets nobody choose a {what}; choose it in the agent's own settings or command")));
        };
        let offered = values(&select.options).map(|value| (value.value.0.as_ref(), value.name.as_str()));
        let id = pick(offered, what, wanted)?;
        let request = SetSessionConfigOptionRequest::new(session.clone(), option.id.clone(), id.as_str());
        agent.send_request(request).block_task().await?;
        Ok(())
    }
}

fn values(options: &SessionConfigSelectOptions) -> Box<dyn Iterator<Item = &SessionConfigSelectOption> + '_> {
    match options {
        SessionConfigSelectOptions::Ungrouped(options) => Box::new(options.iter()),
        SessionConfigSelectOptions::Grouped(groups) => Box::new(groups.iter().flat_map(|group| &group.options)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The id of what is wanted, by id or by name.
fn pick<'a>(offered: impl Iterator<Item = (&'a str, &'a str)>, what: &str, wanted: &str) -> Result<String, Error> {
    let mut ids = Vec::new();
    for (id, name) in offered {
        if id == wanted || name == wanted {
            return Ok(id.to_owned());
        }
        ids.push(id);
    }
    Err(problem(format!("it offers no {what} `{wanted}`, only {}", ids.join(", "))))
}

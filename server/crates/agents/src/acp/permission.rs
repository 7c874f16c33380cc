//! What an agent is answered when it asks for permission.

use agent_client_protocol::v1::schema::{
    PermissionOptionKind, RequestPermissionOutcome, RequestPermissionRequest, SelectedPermissionOutcome, ToolCallContent,
    ToolCallUpdateFields,
};
use specwave_plan::Permissions;

use super::files::{FileError, Files};

/// What is decided about a request.
#[derive(Debug)]
pub(super) enum Judgement {
    Allowed,
    /// It may not, and why.
    Refused(String),
    /// Somebody else decides.
    Asked,
}

/// Whether it may: whatever names a path outside of the Workspace, or shows a change of a file that is not the Task's, may not.
pub(super) fn judge(request: &RequestPermissionRequest, permissions: Permissions, files: &Files) -> Judgement {
    match (permissions, within_the_rules(&request.tool_call.fields, files)) {
        (Permissions::Deny, _) => Judgement::Refused("the settings deny it".to_owned()),
        (_, Err(error)) => Judgement::Refused(error.to_string()),
        (Permissions::Allow, Ok(())) => Judgement::Allowed,
        (Permissions::Ask, Ok(())) => Judgement::Asked,
    }
}

fn within_the_rules(call: &ToolCallUpdateFields, files: &Files) -> Result<(), FileError> {
    for location in call.locations.iter().flatten() {
        files.inside(&location.path)?;
    }
    for content in call.content.iter().flatten() {
        if let ToolCallContent::Diff(diff) = content {
            files.owned(&diff.path)?;
        }
    }
    Ok(())
}

/// The option that stands for yes or no, for this time if there is one.
pub(super) fn answer(request: &RequestPermissionRequest, is_allowed: bool) -> RequestPermissionOutcome {
    let kinds = if is_allowed {
        [PermissionOptionKind::AllowOnce, PermissionOptionKind::AllowAlways]
    } else {
        [PermissionOptionKind::RejectOnce, PermissionOptionKind::RejectAlways]
    };
    let chosen = kinds.iter().find_map(|kind| request.options.iter().find(|option| option.kind == *kind));
    chosen.map_or(RequestPermissionOutcome::Cancelled, |option| {
        RequestPermissionOutcome::Selected(SelectedPermissionOutcome::new(option.option_id.clone()))
    })
}

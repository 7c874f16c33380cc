//! What an agent is answered when it asks for permission.

use agent_client_protocol::v1::schema::{
    PermissionOptionKind, RequestPermissionOutcome, RequestPermissionRequest, SelectedPermissionOutcome, ToolCallContent,
    ToolCallUpdateFields,
};
use specwave_plan::Permissions;

use super::files::{FileError, Files};

/// Whether it may: whatever names a path outside of the Workspace, or shows a change of a file that is not the Task's, may not.
pub(super) fn judge(request: &RequestPermissionRequest, permissions: Permissions, files: &Files) -> Result<(), String> {
    match permissions {
        Permissions::Deny => Err("the settings deny it".to_owned()),
        Permissions::Allow => within_the_rules(&request.tool_call.fields, files).map_err(|error| error.to_string()),
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

/**
 * What to do about messages whose sources do not say it. Keys are the messages as docs/errors.md
 * shows them, in their first wording.
 */
export const adviceFor: Record<string, string> = {
	// Connection and credential
	'Ango Hub refused the API key.':
		'Copy the key from *Account > API* again, and check that the region is that of your organization.',
	'no reason given':
		'Ango Hub refused the request without a word. Its address and status stand below the message; look at the same thing in Ango Hub itself.',
	'the address redirects to another one':
		'Enter the address that it leads to as *URL* of the credential: the key is not sent across a redirect.',
	'The answer is not JSON, so this address is not an Ango Hub':
		'The *URL* in the credential is that of a web page or of a proxy. Enter the address of the API.',
	'Ango Hub reported a failure without a reason':
		'Run the node again. If it stays so, look at the same thing in Ango Hub itself.',
	'Ango Hub gave something else than a list of records':
		'Check that the *URL* in the credential is that of Ango Hub itself; if it is, ask the support of Ango Hub.',
	'The list of Ango Hub does not end': 'Give a *Limit*, or narrow the list down with filters.',
	'Ango Hub gave no address to upload the file to':
		'Check the storage of the project in Ango Hub, then run the node again.',
	'The file does not have the … bytes that its server announced':
		'It did not arrive whole. Run the node again.',

	// Fields and input items
	'The nearest is ….':
		'A message ends so when it does not know a name: use one of these, or correct the one that you gave.',
	"'…' is not valid JSON":
		'Correct it where the message says. An expression that gives an object needs no quotes around it.',
	"'…' has to be a number of seconds from … to 86400, not …":
		'Check that its expression gives a number in this range for this item.',
	'… of … items could not be processed; the others are done.':
		'Set *Settings > On Error* of the node to *Continue (using error output)*: then each item that failed says why.',
	'The address does not hold the ID of the …':
		'Copy the address from the browser while the thing itself is open in Ango Hub, or pick it from the list.',

	// Assets
	"'Priority' has to be a whole number from -… to …, not …":
		'Check that its expression gives a number in this range for this item.',
	'No task of this asset is in the Start stage':
		"The asset is there, without its pre-label. Set *Pre-Labels After Start* to *Annotate the Task Instead*, or turn auto-forward off in the project's Start stage.",
	'The task of this asset cannot be seen yet':
		'The asset is there, without its pre-label. Give it later, with *Label: Import* or *Label: Annotate Task*.',
	'The assets are there, but their IDs could not be read: …':
		'Nothing is lost: *Asset: Get Many* finds them by their external IDs.',

	// Chats
	"'Number of Chats' has to be a whole number from 1 to 10000":
		'For more chats, run the node on several items.',
	"The file '…' is not valid JSON": 'Correct it where the message says.',
	'The chats were made, but are not in their batches':
		'Assign them with *Batch: Assign Assets*. Running this node again would make them a second time.',

	// Exports
	'The ZIP archive of the export has no file in it':
		'Nothing fits the filters of the export, or Ango Hub has not finished it. Run the node again.',
	'This Ango Hub is too old to export consensus or benchmark tasks':
		'Leave these types out, or have that Ango Hub updated.',
	'The ZIP archive is packed in a way that is not known (…)':
		'Choose *ZIP* as the output, and unpack the archive elsewhere.',

	// Issues, tasks
	"'…' has to be a number, not '…'": 'Check that its expression gives a number for this item.',
	"'Multi-Sensor Details (JSON)' has to be a JSON object": 'Give keys and values.',
	"The legacy platform has no stages, so 'Stage' has to be empty": 'Empty the field.',

	// Labels and label sets
	'The labels reached no task':
		'Check the external ID or the URL, and that the task is still in the Start stage. Why they did not could not be looked up.',
	"… in 'Label Set' has to be a list": 'Give the label set in the form in which *Get* gives it.',
	"… in 'Label Set' has to be a list of answers with a 'title'":
		'Give the label set in the form in which *Get* gives it.',
	"The class '…' has '…' twice": 'Give each answer once.',
	"A class of the type '…' has no title": 'Give it one: labels find their class by its title.',
	"The class '…' has the answer ID '…' twice": 'Give each answer, and each ID, once.',

	// Notifications, workflow stages
	"'Link' is longer than 2048 characters": 'Give a shorter address, or put it into the message.',
	"'Assigned To' takes e-mail addresses, not '…'":
		'Give addresses such as ada@example.com: one, several with commas, or a list.',
	"Stage … in 'Stages' needs an 'id' and a 'type'": 'Start from what *Get Many* gives.',
	"The stage ID '…' is in 'Stages' twice": 'Give each stage an ID of its own.',
	'Stages removed from the workflow: ….':
		'To have them back, give them to *Update* again: the list that you give replaces the whole workflow.',

	// Ango Hub Trigger
	"'Bearer Token' is empty": 'Enter the token that the Webhook stage sends.',
	"'Secret' is empty": 'Enter the secret that the Webhook stage signs with.',
	'A value is given. Ango Hub cannot be asked whether it is the right one: its first delivery tells.':
		'Nothing: the credential is complete.',
	'The header X-Hub-Signature is missing':
		'The stage does not sign. Set its *Auth Type* to *Secret*, or choose in the credential the type that it has.',
	'The signature in X-Hub-Signature does not fit the body and the secret':
		'Copy the secret again, without spaces around it. A proxy before n8n has to pass the body on unchanged.',
	'The header Authorization is missing':
		'Set the *Auth Type* of the stage to *Bearer Token*, or choose in the credential the type that it has.',
	'The token in Authorization is not the bearer token of this trigger':
		'Copy the token again, without the word “Bearer”.',
	'This trigger has not registered a webhook':
		'Publish the workflow: the trigger registers itself then. Remove older webhooks of this URL in Ango Hub.',
	'The request has no body that can be read': 'Something other than Ango Hub sends to this URL.',
	'The body is not JSON': 'Something other than Ango Hub sends to this URL.',
	'Not a delivery of Ango Hub: …':
		'Something other than Ango Hub sends to this URL, or *Trigger On* is set to the other platform.',
	'A delivery to "…" was refused: …': 'The log of n8n says so. Look the reason up on this page.',
	'A delivery to "…" could not be handled: …':
		'The log of n8n says so. Look the reason up on this page; Ango Hub can send the task again with *Workflow Stage: Rerun Webhook*.',
	'Received. The filters of the workflow do not let it through.':
		'Nothing, if that is what the filters are for.',
	'Received before. It does not start the workflow again.':
		'Nothing. *Deduplicate For* says how long a delivery is remembered.',
	'What the delivery lacks could not be read':
		'The item comes without it. It needs the *Ango Hub API* credential in the trigger; the reason follows.',
	'The full task could not be read':
		'The item comes without it; the reason follows. A node *Task: Get* can read it later.',
	'The label set could not be read':
		'The item comes without it; the reason follows. A node *Label Set: Get* can read it later.',
	'The file of the asset could not be read':
		'The item comes without it; the reason follows. A node *Asset: Download* can read it later.',
	'The payload could not be put into the usual form: …':
		'The item has the whole delivery in the field `payload`.',
};

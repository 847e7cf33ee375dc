using System.Runtime.CompilerServices;
using System.Text;

using Azure;
using Azure.Core;

namespace SurveyStorage.Azure;

/// <summary>
/// One table. What the service answers with an error is thrown as a <see cref="RequestFailedException"/> with its
/// <see cref="RequestFailedException.ErrorCode"/> (see <see cref="TableErrorCode"/>), status 0 if it did not answer.
/// </summary>
public sealed class TableClient
{
    /// <summary>The most rows that the service puts on one page.</summary>
    public const int MaxPerPage = 1000;

    private readonly TablePipeline _pipeline;
    private readonly string _address;

    internal TableClient(TablePipeline pipeline, string name)
    {
        if (name.Length is < 3 or > 63 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{name}' is not a table name: 3 to 63 letters and digits, a letter first.", nameof(name));
        _pipeline = pipeline;
        Name = name;
        _address = $"{pipeline.Endpoint}/{name}";
    }

    public string Name { get; }

    /// <summary>False if the table was there already.</summary>
    public async Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(RequestMethod.Post, $"{_pipeline.Endpoint}/Tables");
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(Encoding.ASCII.GetBytes($$"""{"TableName":"{{Name}}"}"""));
        try
        {
            await _pipeline.SendAsync(message, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Deletes the table and its rows; the service needs a while before the name is free again.</summary>
    public async Task DeleteTableAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(RequestMethod.Delete, $"{_pipeline.Endpoint}/Tables('{Name}')");
        await _pipeline.SendAsync(message, cancellationToken);
    }

    /// <summary>Null if there is no such row.</summary>
    /// <exception cref="InvalidRowChangeException">No row can have such a key.</exception>
    public async Task<TableRow?> GetEntityIfExistsAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckKey(partitionKey, nameof(TableRow.PartitionKey));
        TableLimits.CheckKey(rowKey, nameof(TableRow.RowKey));
        using var message = _pipeline.CreateMessage(RequestMethod.Get, _address + TableKeyEscaping.RowAddress(partitionKey, rowKey));
        try
        {
            var response = await _pipeline.SendAsync(message, cancellationToken);
            return new RowJsonReader().ReadEntity(response.Content.ToMemory().Span);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return null;
        }
    }

    /// <summary>Rows in the order of their keys; a page is asked for when its first row is.</summary>
    /// <param name="filter">An OData filter, see <see cref="TableFilter"/>; null: every row.</param>
    /// <param name="maxPerPage">1 to <see cref="MaxPerPage"/>; null: as many as the service likes.</param>
    public async IAsyncEnumerable<TableRow> QueryAsync(
        string? filter = null, int? maxPerPage = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = $"{_address}()?{(filter is null ? "" : $"$filter={Uri.EscapeDataString(filter)}&")}"
            + (maxPerPage is null ? "" : $"$top={maxPerPage}&");
        var reader = new RowJsonReader();
        string? continuation = "";
        while (continuation is not null)
        {
            // A page may be empty and yet not be the last one.
            List<TableRow> page;
            using (var message = _pipeline.CreateMessage(RequestMethod.Get, (query + continuation).TrimEnd('&', '?')))
            {
                var response = await _pipeline.SendAsync(message, cancellationToken);
                page = reader.ReadPage(response.Content.ToMemory().Span);
                continuation = Continuation(response);
            }
            foreach (var row in page)
                yield return row;
        }
    }

    /// <summary>All actions or none.</summary>
    /// <returns>The new ETag of each action's row, in order; default for a deleted one.</returns>
    /// <exception cref="InvalidRowChangeException">Over a limit; nothing was sent.</exception>
    /// <exception cref="TableTransactionFailedException">Refused by the service; nothing was written.</exception>
    /// <exception cref="RequestFailedException">No answer, or none about a single action: the outcome may be unknown.</exception>
    public async Task<IReadOnlyList<ETag>> SubmitTransactionAsync(
        IReadOnlyList<RowChange> actions, CancellationToken cancellationToken = default)
    {
        TableLimits.Check(actions);
        using var body = TableTransactionBody.Write(_address, actions);
        using var message = _pipeline.CreateMessage(RequestMethod.Post, $"{_pipeline.Endpoint}/$batch");
        message.Request.Headers.SetValue("Content-Type", TableTransactionBody.ContentType);
        message.Request.Content = RequestContent.Create(body.Written);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return TableTransactionReply.Read(response.Content.ToMemory(), actions.Count);
    }

    /// <summary>The part of the next page's address, null after the last one. The partition key alone is enough to go on.</summary>
    private static string? Continuation(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partitionKey))
            return null;
        return response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var rowKey)
            ? $"NextPartitionKey={Uri.EscapeDataString(partitionKey!)}&NextRowKey={Uri.EscapeDataString(rowKey!)}"
            : $"NextPartitionKey={Uri.EscapeDataString(partitionKey!)}";
    }
}
